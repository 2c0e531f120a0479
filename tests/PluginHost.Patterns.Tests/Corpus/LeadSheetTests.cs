using System.IO.Compression;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Corpus;

public sealed class LeadSheetTests
{
    private const string Bar = """
        <measure><attributes><divisions>4</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
        <harmony><root><root-step>C</root-step></root><kind>minor-seventh</kind><bass><bass-step>E</bass-step><bass-alter>-1</bass-alter></bass></harmony>
        <note><pitch><step>E</step><alter>-1</alter><octave>4</octave></pitch><duration>8</duration></note>
        <note><rest/><duration>4</duration></note>
        <note><pitch><step>G</step><octave>4</octave></pitch><duration>4</duration><tie type="start"/></note></measure>
        """;

    private const string TiedBar = """
        <measure><note><pitch><step>G</step><octave>4</octave></pitch><duration>4</duration><tie type="stop"/></note>
        <note><grace/><pitch><step>A</step><octave>4</octave></pitch></note>
        <note><pitch><step>C</step><octave>5</octave></pitch><duration>12</duration></note></measure>
        """;

    [Fact]
    public void ReadsMelodyChordsKeyAndTies()
    {
        Piece piece = Assert.Single(Read(Score(Bar + TiedBar + TiedBar + TiedBar)).Pieces);

        Assert.Equal(64, piece.Count);
        Assert.Equal(Key.Parse("Cm"), piece.Key);
        Assert.Equal(Chord.Parse("Cm7/Eb"), piece.Chords![0]);
        Assert.Equal(new PieceNote(63, 0, 0, 8), Assert.Single(piece.Steps[0]));
        Assert.Equal(new PieceNote(67, 0, 0, 8), Assert.Single(piece.Steps[12]));
        Assert.Empty(piece.Steps[16]);
        Assert.Equal(72, Assert.Single(piece.Steps[20]).Note);
    }

    [Fact]
    public void AShortFirstBarIsAnUpbeat()
    {
        const string Upbeat = """
            <measure><attributes><divisions>4</divisions><key><fifths>-3</fifths><mode>minor</mode></key></attributes><note><pitch><step>G</step><octave>4</octave></pitch><duration>4</duration></note></measure>
            """;

        Assert.Equal(12, Assert.Single(Read(Score(Upbeat + Bar + TiedBar + TiedBar + TiedBar)).Pieces).FirstPosition);
    }

    [Theory]
    [InlineData("<note><pitch><step>X</step><octave>4</octave></pitch><duration>4</duration></note>", "step is \"X\"")]
    [InlineData("<note><pitch><step>C</step><octave>40</octave></pitch><duration>4</duration></note>", "a note at 492")]
    [InlineData("<attributes><divisions>0</divisions></attributes>", "divisions is \"0\"")]
    [InlineData("<note><duration>1e99</duration></note>", "duration is \"1e99\"")]
    [InlineData("<note>", "note")]
    public void BrokenSheetsAreListedWithTheReason(string content, string reason)
    {
        CorpusException error = Assert.Throws<CorpusException>(() => Read(Score($"<measure>{content}</measure>")));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EntitiesAreNotExpandedAndNothingIsFetched()
    {
        string score = "<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>" +
            Score($"<measure><note><pitch><step>&b;</step></pitch></note></measure>");

        Assert.Throws<CorpusException>(() => Read(score));
    }

    [Fact]
    public void AnArchiveThatUnpacksTooLargeIsListed()
    {
        CorpusException error = Assert.Throws<CorpusException>(() => Read(new string(' ', 17 << 20)));

        Assert.Contains("bytes when unpacked", error.Message, StringComparison.Ordinal);
    }

    private static string Score(string measures) => $"<score-partwise><part id=\"P1\">{measures}</part></score-partwise>";

    private static MusicCorpus Read(string score)
    {
        using TemporaryFolder folder = new();
        using (ZipArchive zip = ZipFile.Open(folder.File("a.mxl"), ZipArchiveMode.Create))
        {
            Add(zip, "META-INF/container.xml", "<container><rootfiles><rootfile full-path='a.xml'/></rootfiles></container>");
            Add(zip, "a.xml", score);
        }
        return LeadSheetFolder.Read(folder.Path);
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using StreamWriter writer = new(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
