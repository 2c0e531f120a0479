using PluginHost.Patterns.Midi;

namespace PluginHost.App.Tests;

public sealed class NotesTests : IDisposable
{
    private readonly CommandLine _program = new();

    [Fact]
    public void The_demo_of_the_band_gives_a_recording_and_its_notes()
    {
        Outcome outcome = _program.Run("render", Path.Combine(CommandLine.Root, "assets", "jam-guitar.flac"), "--preset", "jam-band",
            "--out", "demo.wav", "--notes", "demo.mid");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.True(new FileInfo(_program.File("demo.wav")).Length > 18 * 48_000 * 4);
        MidiSong song = MidiReader.Read(_program.File("demo.mid"));
        Assert.Equal(120, song.TempoAt(0), 3);
        Assert.Equal(["Bass", "Chords", "Melody", "Drums"], song.TrackNames.Where(name => name.Length > 0));
        Assert.True(song.Notes.Count > 100);
        // The chord of the first bar is A minor, and its root the first bass note.
        Assert.Equal(9, song.Notes.First(note => note.Channel == 1).Key % 12);
        Assert.All(song.Notes, note => Assert.InRange(note.Length, 1, 16 * song.TicksPerQuarter));
    }

    [Fact]
    public void The_same_seed_gives_the_same_notes_and_another_another()
    {
        Assert.Equal(Notes(1), Notes(1));
        Assert.NotEqual(Notes(1), Notes(2));
    }

    [Fact]
    public void A_live_run_writes_its_notes_too()
    {
        Outcome outcome = _program.Run("live", "--device", "virtual", "--preset", "jam-drums", "--seconds", "3", "--notes", "live.mid");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        MidiSong song = MidiReader.Read(_program.File("live.mid"));
        Assert.InRange(song.Notes.Count, 10, 200);
        Assert.All(song.Notes, note => Assert.Equal(MidiNote.DrumChannel, note.Channel));
    }

    [Fact]
    public void A_chain_that_plays_no_notes_says_so()
    {
        Outcome outcome = _program.Run("render", CommandLine.Demo, "--effect", "gain", "--out", "a.wav", "--notes", "a.mid");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("0 notes", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(MidiReader.Read(_program.File("a.mid")).Notes);
    }

    public void Dispose() => _program.Dispose();

    private byte[] Notes(int seed)
    {
        Outcome outcome = _program.Run("render", CommandLine.Demo, "--preset", "jam-drums", "--set", $"1.seed={seed}", "--out", "b.wav",
            "--notes", "b.mid", "--overwrite");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return File.ReadAllBytes(_program.File("b.mid"));
    }
}
