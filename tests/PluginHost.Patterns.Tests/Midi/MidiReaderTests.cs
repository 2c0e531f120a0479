using System.Security.Cryptography;
using System.Text.Json;
using PluginHost.Patterns.Midi;

namespace PluginHost.Patterns.Tests.Midi;

public sealed class MidiReaderTests
{
    private static readonly byte[] Header = [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];

    [Theory]
    [InlineData("made.mid")]
    [InlineData("made0.mid")]
    [InlineData("groove-funk.mid")]
    public void ReadsWhatMidoReads(string file)
    {
        MidiSong song = MidiReader.Read(TestFiles.Path(file));
        JsonElement expected = JsonDocument.Parse(TestFiles.Bytes("mido.json")).RootElement.GetProperty(file);
        string text = string.Join('\n', song.Notes.Select(note =>
            $"{note.Start} {note.Length} {note.Track} {note.Channel} {note.Program} {note.Key} {note.Velocity}"));

        Assert.Equal(expected.GetProperty("ticksPerQuarter").GetInt32(), song.TicksPerQuarter);
        Assert.Equal(expected.GetProperty("notes").GetInt32(), song.Notes.Count);
        Assert.Equal(expected.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
        Assert.Equal(expected.GetProperty("tempos").EnumerateArray().Select(one => (one[0].GetInt64(), one[1].GetInt32())),
            song.Tempos.Select(one => (one.Tick, one.MicrosecondsPerQuarter)));
    }

    [Fact]
    public void ReadsMetreKeyAndNames()
    {
        MidiSong song = MidiReader.Read(TestFiles.Path("made.mid"));

        Assert.Equal(new MidiMetre(0, 3, 4), Assert.Single(song.Metres));
        Assert.Equal(new MidiKey(0, -6, true), Assert.Single(song.Keys));
        Assert.Equal(["Track 0", "Track 1", "Track 2"], song.TrackNames);
    }

    [Fact]
    public void SecondsFollowTheTempos()
    {
        MidiSong song = new()
        {
            TicksPerQuarter = 100, Notes = [], Tempos = [new MidiTempo(0, 600_000), new MidiTempo(200, 300_000)],
        };

        Assert.Equal(0.6, song.SecondsAt(100), 9);
        Assert.Equal(1.2 + 0.3, song.SecondsAt(300), 9);
        Assert.Equal(200, song.TempoAt(200), 9);
    }

    [Fact]
    public void ClosesNotesThatAreStruckAgainOrNeverReleased()
    {
        MidiSong song = Read(0, 0x90, 60, 100, 10, 0x90, 60, 90, 30, 0xFF, 0x2F, 0);

        Assert.Equal([(0L, 10L), (10L, 30L)], song.Notes.Select(note => (note.Start, note.Length)));
    }

    [Fact]
    public void SkipsChunksItDoesNotKnow()
    {
        byte[] file = [.. Header, .. "Xtra"u8, 0, 0, 0, 2, 1, 2, .. "MTrk"u8, 0, 0, 0, 8, 0, 0x90, 60, 100, 10, 0x80, 60, 0];

        Assert.Single(MidiReader.Read("x.mid", file).Notes);
    }

    [Theory]
    [InlineData("at byte 25: 0xFF is no velocity", 0, 0x90, 60, 0xFF)]
    [InlineData("at byte 23: 0x3C is no status byte", 0, 60, 100, 0)]
    [InlineData("at byte 23: status 0xF4 does not belong in a file", 0, 0xF4, 0, 0)]
    [InlineData("at byte 22: a delta time takes more than four bytes", 0x80, 0x80, 0x80, 0x80)]
    [InlineData("at byte 26: a meta event claims 100 bytes, but only 0 are left", 0, 0xFF, 1, 100)]
    [InlineData("at byte 25: the track ends in the middle of an event", 0, 0x90, 60)]
    [InlineData("at byte 24: a tempo of 0 microseconds a quarter", 0, 0xFF, 0x51, 3, 0, 0, 0)]
    [InlineData("at byte 24: 0/2^2 is no metre", 0, 0xFF, 0x58, 2, 0, 2)]
    public void NamesThePlaceAndTheValueAtFault(string problem, params int[] track)
    {
        MidiException error = Assert.Throws<MidiException>(() => Read([.. track.Select(value => (byte)value)]));

        Assert.StartsWith("x.mid: not a readable MIDI file: " + problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 2, "format 2")]
    [InlineData(12, 0xE8, "time division 0xE8")]
    [InlineData(3, 0x20, "MThd")]
    [InlineData(11, 9, "announces 9 tracks")]
    [InlineData(17, 0x20, "a chunk claims")]
    public void RefusesBrokenHeaders(int at, byte value, string problem)
    {
        byte[] file = [.. Header, .. "MTrk"u8, 0, 0, 0, 4, 0, 0xFF, 0x2F, 0];
        file[at == 17 ? 18 : at] = value;

        Assert.Contains(problem, Assert.Throws<MidiException>(() => MidiReader.Read("x.mid", file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTruncationIsOneClearError()
    {
        byte[] file = TestFiles.Bytes("made.mid");
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<MidiException>(() => MidiReader.Read("x.mid", file.AsSpan(0, length)));
    }

    private static MidiSong Read(params byte[] track) =>
        MidiReader.Read("x.mid", (byte[])[.. Header, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track]);
}
