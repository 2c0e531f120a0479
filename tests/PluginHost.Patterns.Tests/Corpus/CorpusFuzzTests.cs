using System.IO.Compression;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Tests.Corpus;

/// <summary>Good training data, spoiled at random: what can be read is read, the rest is listed or refused with the one exception.</summary>
public sealed class CorpusFuzzTests
{
    private const int Rounds = 400;

    private const string Frames = "train\t60.64.67 - 60 62.65\nvalid\t60 62 - 64\ntest\t21.108 60\n";

    private const string Songs = """
        @song 0011
        # metre: 4/4
        # tonic: A
        0.1	A, intro, | A:min | F:maj7 C:maj/3 | G:7 . . E:min7(11) | (2/4) N |, (voice
        5.0	| A:min | D:min | E:7/b7 | A:min | x4
        """;

    private const string Sheet = """
        <score-partwise><part id="P1"><measure><attributes><divisions>4</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>4</beats>
        <beat-type>4</beat-type></time></attributes><harmony><root><root-step>C</root-step></root><kind>minor</kind></harmony><note><pitch><step>E</step>
        <alter>-1</alter><octave>4</octave></pitch><duration>16</duration></note></measure><measure><note><rest/><duration>8</duration></note><note><pitch>
        <step>G</step><octave>4</octave></pitch><duration>40</duration></note></measure></part></score-partwise>
        """;

    [Fact]
    public void FramesAreReadOrRefused() => Spoil(Frames, (folder, text) =>
    {
        File.WriteAllText(folder.File("a.txt"), text);
        return FrameFile.Read(folder.File("a.txt"));
    });

    [Fact]
    public void SongsAreReadOrRefused() => Spoil(Songs, (folder, text) =>
    {
        File.WriteAllText(folder.File("a.txt"), text);
        return BillboardFile.Read(folder.File("a.txt"));
    });

    [Fact]
    public void SheetsAreReadOrListed() => Spoil(Sheet, (folder, text) =>
    {
        using (ZipArchive zip = new(File.Create(folder.File("a.mxl")), ZipArchiveMode.Create))
        {
            foreach ((string name, string content) in (ReadOnlySpan<(string, string)>)[("META-INF/container.xml", "<c><rootfile full-path='a.xml'/></c>"), ("a.xml", text)])
            {
                using StreamWriter writer = new(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }
        return LeadSheetFolder.Read(folder.Path);
    });

    [Fact]
    public void MidiFilesGiveEveryRoleOrNone()
    {
        byte[] good = MidiWriter.Bytes(MidiFolderTests.Band(bars: 3));
        Random random = new(4);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] spoiled = [.. good];
            for (int change = random.Next(1, 5); change > 0; change--)
                spoiled[random.Next(14, spoiled.Length)] = (byte)random.Next(256);
            try
            {
                MidiSong song = MidiReader.Read("x", spoiled);
                foreach (PatternKind kind in Enum.GetValues<PatternKind>())
                {
                    if (MidiFolder.ReadSong(song, kind, "x") is { } piece)
                        Check(piece);
                }
            }
            catch (MidiException)
            {
                // Refused, as it may be.
            }
        }
    }

    private static void Spoil(string good, Func<TemporaryFolder, string, MusicCorpus> read)
    {
        Random random = new(good.Length);
        using TemporaryFolder folder = new();
        int readable = 0;
        for (int round = 0; round < Rounds; round++)
        {
            char[] text = good.ToCharArray();
            for (int change = random.Next(1, 4); change > 0; change--)
                text[random.Next(text.Length)] = good[random.Next(good.Length)];
            try
            {
                foreach (Piece piece in read(folder, new string(text)).Pieces)
                    Check(piece);
                readable++;
            }
            catch (CorpusException)
            {
                // Refused, as it may be.
            }
        }
        Assert.InRange(readable, 1, Rounds);
    }

    private static void Check(Piece piece)
    {
        Assert.True(piece.Count is > 0 and <= 100_000);
        Assert.True(piece.Chords is null || piece.Chords.Length == piece.Count);
        Assert.InRange(piece.FirstPosition, 0, piece.StepsPerBar - 1);
        Assert.All(piece.Steps.SelectMany(step => step), note => Assert.InRange(note.Note, 0, 127));
        Assert.NotEmpty(DensityScale.CountBars(piece));
    }
}
