using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Corpus;

public sealed class MidiFolderTests
{
    private const int Quarter = 480;
    private const int Step = Quarter / 4;

    [Fact]
    public void SplitsASongByRole()
    {
        MidiSong song = Band(bars: 4);

        Assert.Equal([36, 42], Keys(song, PatternKind.Drums, 0));
        Assert.Equal([45], Keys(song, PatternKind.Bass, 0));
        Assert.Equal([76], Keys(song, PatternKind.Melody, 0));
        Assert.Equal([45, 57, 60, 64, 76], Keys(song, PatternKind.Poly, 0));
        Piece chords = MidiFolder.ReadSong(song, PatternKind.Chords, "x")!;
        Assert.Equal(16, chords.Count);
        Assert.All(chords.Chords!, chord => Assert.Equal(Chord.Parse("Am"), chord));
        Assert.Equal(Key.Parse("Am"), chords.Key);
    }

    [Fact]
    public void KeepsHowFarNotesWereOff()
    {
        MidiSong song = Song(Drum(Step + 30, 36, 90), Drum((3 * Step) - 15, 38, 127));

        Piece piece = MidiFolder.ReadSong(song, PatternKind.Drums, "x")!;

        Assert.Equal(new PieceNote(36, 90, 0.25f, 1), Assert.Single(piece.Steps[1]));
        Assert.Equal(new PieceNote(38, 127, -0.125f, 1), Assert.Single(piece.Steps[3]));
        Assert.Equal(16, piece.Count);
    }

    [Fact]
    public void OnBeatsSoundsWhatWasStruckBeforeAndStillLasts()
    {
        MidiSong song = Song(new MidiNote(0, 3 * Quarter, 0, 0, 0, 60, 90), new MidiNote(Step, Step, 0, 0, 0, 72, 90), new MidiNote(Quarter, Quarter, 0, 0, 0, 64, 90));

        Piece beats = Roles.SoundingOnBeats(MidiFolder.ReadSong(song, PatternKind.Poly, "x")!);

        Assert.Equal(["60", "60 64", "60", ""], beats.Steps.Select(step => string.Join(' ', step.Select(note => note.Note))));
        Assert.Equal(4, beats.StepsPerBar);
    }

    [Fact]
    public void OfTwoOnOneStepTheLouderStays()
    {
        MidiSong song = Song(Drum(0, 36, 50), Drum(20, 35, 80), Drum(5, 36, 60));

        Assert.Equal(80, Assert.Single(MidiFolder.ReadSong(song, PatternKind.Drums, "x")!.Steps[0]).Velocity);
    }

    [Fact]
    public void ReadsOnWhenOneFileIsBrokenAndTellsWhy()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("deep"));
        File.WriteAllBytes(folder.File("deep/good.MID"), MidiWriter.Bytes(Band(4)));
        File.WriteAllBytes(folder.File("broken.mid"), [1, 2, 3]);
        File.WriteAllBytes(folder.File("silent.mid"), MidiWriter.Bytes(Song()));

        MusicCorpus corpus = MidiFolder.Read(folder.Path, PatternKind.Bass);

        Assert.Equal(Path.Combine("deep", "good.MID"), Assert.Single(corpus.Pieces).Name);
        Assert.Equal(["broken.mid", "silent.mid"], corpus.Skipped.Select(file => file.Name));
        Assert.Contains("MThd", corpus.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Equal("no bass in it", corpus.Skipped[1].Reason);
    }

    [Fact]
    public void MetresThatAreNotLearnedAreToldAndThreeFourIs()
    {
        MidiSong song = Song([.. Enumerable.Range(0, 24).Select(beat => Drum(beat * Quarter, 36, 100))],
            [new MidiMetre(0, 3, 4), new MidiMetre(12 * Quarter, 7, 8)]);
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.mid"), MidiWriter.Bytes(song));

        MusicCorpus corpus = MidiFolder.Read(folder.Path, PatternKind.Drums);

        Assert.Equal(12, Assert.Single(corpus.Pieces).StepsPerBar);
        Assert.Contains("7/8", Assert.Single(corpus.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyFolderIsOneClearError()
    {
        using TemporaryFolder folder = new();

        string message = Assert.Throws<CorpusException>(() => MidiFolder.Read(folder.Path, PatternKind.Drums)).Message;

        Assert.Equal($"{folder.Path}: no MIDI files (.mid, .midi) in this folder or those in it", message);
        Assert.Contains("no such folder", Assert.Throws<CorpusException>(
            () => MidiFolder.Read(folder.File("none"), PatternKind.Drums)).Message, StringComparison.Ordinal);
    }

    internal static MidiSong Song(params MidiNote[] notes) => Song(notes, []);

    internal static MidiNote Drum(long start, byte key, byte velocity) => new(start, Step, 0, MidiNote.DrumChannel, 0, key, velocity);

    /// <summary>A minor on every quarter, a bass below it, a voice above it and drums.</summary>
    internal static MidiSong Band(int bars)
    {
        List<MidiNote> notes = [];
        for (int beat = 0; beat < bars * 4; beat++)
        {
            long at = beat * Quarter;
            notes.AddRange([Drum(at, 36, 100), Drum(at, 42, 80), Drum(at + (2 * Step), 42, 60)]);
            notes.Add(new MidiNote(at, Quarter, 1, 0, 33, 45, 90));
            foreach (byte key in (byte[])[57, 60, 64])
                notes.Add(new MidiNote(at, Quarter, 2, 1, 0, key, 70));
            notes.Add(new MidiNote(at, 2 * Step, 3, 2, 73, 76, 100));
        }
        return Song([.. notes.OrderBy(note => note.Start).ThenBy(note => note.Track).ThenBy(note => note.Key)], []);
    }

    private static MidiSong Song(MidiNote[] notes, MidiMetre[] metres) =>
        new() { TicksPerQuarter = Quarter, Notes = notes, Metres = metres };

    private static IEnumerable<int> Keys(MidiSong song, PatternKind kind, int step) =>
        MidiFolder.ReadSong(song, kind, "x")!.Steps[step].Select(note => (int)note.Note);
}
