using System.IO.Compression;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Corpus;

public sealed class CorpusTests
{
    [Fact]
    public void FramesAreReadPlainAndCompressed()
    {
        using TemporaryFolder folder = new();
        const string Text = "train\t60.64.67 - 60\ntest\t21.108\n";
        File.WriteAllText(folder.File("a.txt"), Text);
        using (StreamWriter gzip = new(new GZipStream(File.Create(folder.File("a.txt.gz")), CompressionLevel.Fastest)))
            gzip.Write(Text);

        foreach (string name in (string[])["a.txt", "a.txt.gz"])
        {
            MusicCorpus corpus = FrameFile.Read(folder.File(name));
            Assert.Equal([Split.Train, Split.Test], corpus.Pieces.Select(piece => piece.Split!.Value));
            Assert.Equal([3, 0, 1], corpus.Pieces[0].Steps.Select(step => step.Length));
            Assert.Equal([21, 108], corpus.Pieces[1].Steps[0].Select(note => (int)note.Note));
        }
    }

    [Theory]
    [InlineData("train\t60 61.x\n", ":1: \"x\" is no MIDI key")]
    [InlineData("train\t60\nfoo\t60\n", ":2: it must begin with train, valid or test")]
    [InlineData("train\t128\n", ":1: \"128\" is no MIDI key")]
    [InlineData("", "nothing to learn from")]
    public void BrokenFramesAreNamedByLineAndValue(string text, string problem)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.txt"), text);

        Assert.Contains(problem, Assert.Throws<CorpusException>(() => FrameFile.Read(folder.File("a.txt"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GrooveTakesItsSplitTempoAndStyleFromTheTable()
    {
        using TemporaryFolder folder = new();
        File.Copy(TestFiles.Path("groove-funk.mid"), folder.File("a.mid"));
        File.WriteAllText(folder.File("info.csv"), "style,bpm,beat_type,time_signature,midi_filename,split\n" +
            "funk/groove1,138,beat,4-4,a.mid,validation\nfunk,90,fill,6-8,a.mid,train\nrock,100,fill,4-4,gone.mid,test\n");

        MusicCorpus corpus = GrooveFolder.Read(folder.Path);

        Piece piece = Assert.Single(corpus.Pieces);
        Assert.Equal((Split.Valid, 138f, "funk", false, true), (piece.Split!.Value, piece.Tempo, piece.Style, piece.IsFill, piece.IsPlayed));
        Assert.Equal(["a.mid", "gone.mid"], corpus.Skipped.Select(file => file.Name));
        Assert.Contains("6-8", corpus.Skipped[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style,bpm\n", "no column \"beat_type\"")]
    [InlineData("style,bpm,beat_type,time_signature,midi_filename,split\nfunk,1\n", "info.csv:2: 2 fields instead of 6")]
    [InlineData("style,bpm,beat_type,time_signature,midi_filename,split\nfunk,fast,beat,4-4,a.mid,train\n", "\"fast\" is no tempo")]
    [InlineData("style,bpm,beat_type,time_signature,midi_filename,split\nfunk,90,beat,4-4,a.mid,best\n", "\"best\" is no split")]
    public void BrokenGrooveTablesAreNamedByLineAndValue(string csv, string problem)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("info.csv"), csv);

        Assert.Contains(problem, Assert.Throws<CorpusException>(() => GrooveFolder.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GrooveHasTheStepsOfThePublishedProtocol()
    {
        string? folder = TestFiles.Shared("groove");
        Assert.SkipWhen(folder is null, "the Groove MIDI Dataset does not lie beside this checkout");

        MusicCorpus corpus = GrooveFolder.Read(folder);

        Assert.Equal([887, 122, 129], Enum.GetValues<Split>().Select(split => corpus.In(split).Count));
        Assert.Equal([274_854, 34_326, 34_959], Enum.GetValues<Split>().Select(split => corpus.In(split).Sum(piece => piece.Count)));
    }

    [Fact]
    public void BillboardSongsBecomeBeats()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.txt"), """
            @song 0011
            # metre: 4/4
            # tonic: A

            0.0	silence
            0.1	A, intro, | A:min | F:maj7 C:maj/3 | G:7 . . E:min7(11) | N |, (voice
            5.0	| A:min | x4
            9.9	end
            @song 0012
            # metre: 4/4
            # tonic: C
            0.1	| C:foo | C:maj |
            """);

        MusicCorpus corpus = BillboardFile.Read(folder.File("a.txt"));

        Piece piece = Assert.Single(corpus.Pieces);
        Assert.Equal("Am Am Am Am Fmaj7 Fmaj7 C/E C/E G7 G7 G7 Em7 N.C. N.C. N.C. N.C. Am", string.Join(' ', piece.Chords!.Take(17)));
        Assert.Equal(32, piece.Count);
        Assert.Equal((Key.Parse("Am"), Split.Test), (piece.Key, piece.Split!.Value));
        Assert.Equal(("song 0012", "\"C:foo\" is no chord"), (corpus.Skipped[0].Name, corpus.Skipped[0].Reason));
    }

    [Fact]
    public void SplitsDependOnNamesAloneAndKeepSourcesTogether()
    {
        Piece[] pieces = [.. Enumerable.Range(0, 40).Select(i => Empty("song " + (i / 2), 16))];

        IReadOnlyList<Piece> one = Splits.Assign(pieces, "x");
        IReadOnlyList<Piece> other = Splits.Assign([.. pieces.Reverse()], "x");

        Assert.Equal([32, 4, 4], Enum.GetValues<Split>().Select(split => one.Count(piece => piece.Split == split)).Order().Reverse());
        Assert.Equal(one.Select(piece => piece.Split), other.Reverse().Select(piece => piece.Split));
        Assert.All(one.GroupBy(piece => piece.Source), group => Assert.Single(group.Select(piece => piece.Split).Distinct()));
    }

    [Fact]
    public void OneSourceIsCutInTimeOrRefused()
    {
        IReadOnlyList<Piece> cut = Splits.Assign([Empty("a", 160)], "x");

        Assert.Equal([(Split.Train, 128), (Split.Valid, 32)], cut.Select(piece => (piece.Split!.Value, piece.Count)));
        Assert.Contains("one source of 4 bars is too little", Assert.Throws<CorpusException>(
            () => Splits.Assign([Empty("a", 64)], "x")).Message, StringComparison.Ordinal);
    }

    internal static Piece Empty(string source, int steps)
    {
        PieceNote[][] none = new PieceNote[steps][];
        Array.Fill(none, []);
        return new Piece { Name = source, Source = source, Steps = none };
    }
}
