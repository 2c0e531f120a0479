using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Tests.Midi;

/// <summary>Good files, spoiled at random: each is read, or refused with the one exception, in bounded memory.</summary>
public sealed class MidiFuzzTests
{
    private const int Rounds = 4000;

    // A note takes three bytes in a file and a few dozen here, in lists that double while they grow and are then sorted.
    private const long BytesPerByte = 600;

    [Theory]
    [InlineData("made.mid", 1)]
    [InlineData("made0.mid", 2)]
    [InlineData("groove-funk.mid", 3)]
    public void SpoiledFilesAreReadOrRefused(string name, int seed)
    {
        byte[] good = TestFiles.Bytes(name);
        Random random = new(seed);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] spoiled = Spoil(good, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MidiSong song = MidiReader.Read("x.mid", spoiled);
                Assert.All(song.Notes, note => Assert.True(note is { Length: >= 0, Velocity: >= 1, Key: <= 127, Start: >= 0 }));
            }
            catch (MidiException)
            {
                refused++;
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000 + (BytesPerByte * spoiled.Length));
        }
        Assert.InRange(refused, 1, Rounds - 1);
    }

    private static byte[] Spoil(byte[] good, Random random)
    {
        List<byte> bytes = [.. good];
        for (int change = random.Next(1, 6); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, good.Skip(random.Next(good.Length)).Take(random.Next(1, 9)));
                    break;
                default:
                    bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                    break;
            }
            if (bytes.Count == 0)
                bytes.Add(0);
        }
        return [.. bytes];
    }
}
