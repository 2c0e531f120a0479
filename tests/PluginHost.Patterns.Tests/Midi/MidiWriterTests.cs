using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Tests.Midi;

public sealed class MidiWriterTests
{
    [Theory]
    [InlineData("made.mid")]
    [InlineData("groove-funk.mid")]
    public void WhatIsWrittenIsReadBack(string name)
    {
        MidiSong song = MidiReader.Read(TestFiles.Path(name));

        MidiSong again = MidiReader.Read("again", MidiWriter.Bytes(song));

        // The first track of what is written holds the time alone.
        Assert.Equal(song.Notes, again.Notes.Select(note => note with { Track = note.Track - 1 }));
        Assert.Equal(song.Tempos, again.Tempos);
        Assert.Equal(song.Metres, again.Metres);
        Assert.Equal(song.Keys, again.Keys);
        Assert.Equal(song.TrackNames, again.TrackNames.Skip(1));
        Assert.Equal(song.TicksPerQuarter, again.TicksPerQuarter);
    }

    [Fact]
    public void LongPausesSurvive()
    {
        MidiSong song = new()
        {
            TicksPerQuarter = 480,
            Notes = [new MidiNote(127, 1, 0, 0, 0, 60, 1), new MidiNote(0x3FFF + 200, 128, 0, 0, 0, 60, 127), new MidiNote(0xFFFFFF0, 0, 0, 15, 127, 127, 5)],
        };

        Assert.Equal(song.Notes, MidiReader.Read("x", MidiWriter.Bytes(song)).Notes.Select(note => note with { Track = 0 }));
    }

    [Fact]
    public void WritingReplacesTheFileAndLeavesNothingBeside()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.mid"), "old");

        MidiWriter.Write(folder.File("a.mid"), new MidiSong { TicksPerQuarter = 96, Notes = [] });

        Assert.Empty(MidiReader.Read(folder.File("a.mid")).Notes);
        Assert.Equal([folder.File("a.mid")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFullDiskIsReported()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.mid"), "old");
        File.CreateSymbolicLink(folder.File("a.mid.part"), "/dev/full");

        Assert.Throws<IOException>(() => MidiWriter.Write(folder.File("a.mid"), new MidiSong { TicksPerQuarter = 96, Notes = [] }));

        Assert.Equal("old", File.ReadAllText(folder.File("a.mid")));
        Assert.Equal([folder.File("a.mid")], Directory.GetFiles(folder.Path));
    }
}
