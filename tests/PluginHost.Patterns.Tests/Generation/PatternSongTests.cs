using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Tests.Generation;

public sealed class PatternSongTests
{
    [Fact]
    public void BarsBecomeTicksWithTheirTiming()
    {
        Bar first = BarOf(0, 16, new PatternEvent(0, -0.25f, 36, 100, 1, PatternKind.Drums), new PatternEvent(4, 0.5f, 38, 90, 1, PatternKind.Drums));
        Bar second = BarOf(1, 12, new PatternEvent(0, -0.25f, 36, 100, 1, PatternKind.Drums));

        MidiSong song = MidiReader.Read("x", MidiWriter.Bytes(PatternSong.Build([first, second], 90, Key.Parse("Bbm"))));

        Assert.Equal([0L, 540, 1890], song.Notes.Select(note => note.Start));
        Assert.All(song.Notes, note => Assert.Equal(MidiNote.DrumChannel, note.Channel));
        Assert.Equal([new MidiMetre(0, 4, 4), new MidiMetre(1920, 3, 4)], song.Metres);
        Assert.Equal(90, song.TempoAt(0), 3);
        Assert.Equal(new MidiKey(0, -5, true), Assert.Single(song.Keys));
    }

    [Fact]
    public void ANoteEndsWhereItsKeyIsStruckAgain()
    {
        Bar bar = BarOf(0, 16, new PatternEvent(0, 0, 60, 100, 8, PatternKind.Poly), new PatternEvent(4, 0, 60, 100, 8, PatternKind.Poly));

        Assert.Equal([480L, 960], PatternSong.Build([bar], 120, default).Notes.Select(note => note.Length));
    }

    [Fact]
    public void TheGridShowsWhoPlaysWhen()
    {
        Bar drums = BarOf(2, 16, new PatternEvent(0, 0, 36, 120, 1, PatternKind.Drums), new PatternEvent(4, 0, 38, 80, 1, PatternKind.Drums),
            new PatternEvent(6, 0, 38, 30, 1, PatternKind.Drums));
        Bar melody = BarOf(0, 16, new PatternEvent(2, 0, 60, 80, 3, PatternKind.Melody));
        melody.SetChord(0, Chord.Parse("Am"));

        string[] grid = PatternGrid.Draw(drums, PatternKind.Drums).Split('\n');

        Assert.Equal("bar 3", grid[0]);
        Assert.Equal("       kick |X...|....|....|....|", grid[1]);
        Assert.Equal("      snare |....|x.o.|....|....|", grid[2]);
        Assert.Equal("bar 1  Am - - -\n         C4 |..x=|=...|....|....|\n", PatternGrid.Draw(melody, PatternKind.Melody));
    }

    private static Bar BarOf(int number, int steps, params PatternEvent[] notes)
    {
        Bar bar = new();
        bar.Begin(number, steps);
        foreach (PatternEvent note in notes)
            Assert.True(bar.Add(note));
        return bar;
    }
}
