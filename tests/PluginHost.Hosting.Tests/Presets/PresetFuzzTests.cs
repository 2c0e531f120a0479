using System.Text;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Presets;

/// <summary>Whatever bytes come, a preset is read or refused with one message; nothing else is thrown and nothing hangs.</summary>
public class PresetFuzzTests
{
    private static readonly byte[] Seed = Encoding.UTF8.GetBytes("""
        {"version":1,"name":"Ä\u00e4\ud83c\udfb8","description":"d","chain":[{"effect":"gain","bypass":false,"mix":0.5,
        "parameters":{"gain":-6.25e0,"mode":"live","invert":true}},{"effect":"memory","parameters":{},"state":"BwE="}]}
        """);

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "-", "1e999", "0.1e-400", "//", "/*", "\"version\"",
        "\"chain\"", "\"effect\"", "\"parameters\"", "\"state\"", "\"mix\"", "[[[[[[[[[[[[[[[[[[", "\0", "\uFEFF", "NaN", "2147483648",
    ];

    [Fact]
    public void Mutated_presets_are_read_or_refused()
    {
        Random random = new(20240607);
        int read = 0;
        for (int round = 0; round < 15_000; round++)
            read += TryRead(Mutate(random)) ? 1 : 0;
        // Otherwise the mutations are so wild that nothing behind the JSON parser was reached.
        Assert.InRange(read, 400, 14_600);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        Random random = new(7);
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.False(TryRead(bytes));
        }
    }

    [Fact]
    public void Whatever_was_read_is_built_or_refused_and_leaves_nothing_behind()
    {
        Random random = new(99);
        TestRack rack = new();
        EngineOptions options = new(new AudioFormat(8000, 1, 16)) { IsRealTime = false };
        int built = 0;
        for (int round = 0; round < 1500; round++)
        {
            try
            {
                using Chain chain = rack.Builder.Build(PresetReader.Parse(Mutate(random, most: 1), "fuzz"), options);
                built++;
            }
            catch (PresetException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
            Assert.Equal(0, rack.LeasesOpen);
        }
        Assert.InRange(built, 20, 1480);
    }

    private static bool TryRead(byte[] bytes)
    {
        try
        {
            Preset preset = PresetReader.Parse(bytes, "fuzz");
            Assert.Equal(PresetWriter.ToBytes(preset), PresetWriter.ToBytes(PresetReader.Parse(PresetWriter.ToBytes(preset), "again")));
            return true;
        }
        catch (PresetException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            return false;
        }
    }

    private static byte[] Mutate(Random random, int most = 3)
    {
        List<byte> bytes = [.. Seed];
        for (int count = random.Next(most) + 1; count > 0; count--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    bytes[at] = (byte)"0123456789abcdefg{}[]\",:"[random.Next(24)];
                    break;
                default:
                    bytes.InsertRange(at, Seed.Skip(random.Next(Seed.Length)).Take(random.Next(1, 60)).ToArray());
                    break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }
}
