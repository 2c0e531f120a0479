
namespace PluginHost.Patterns.Midi;

/// <summary>
/// Reads Standard MIDI Files (RP-001, MIDI Manufacturers Association 1996) of formats 0 and 1: running status, system
/// exclusive and unknown events and chunks are skipped, a note that is struck again or never released is closed.
/// </summary>
public static class MidiReader
{
    /// <summary>Largest file that is read, in bytes; memory grows by a fixed factor of the size at most.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Reads a file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Its path.</param>
    /// <returns>Its notes and time.</returns>
    /// <exception cref="MidiException">It is no such file, or broken; the message names it, the byte and the value.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static MidiSong Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length > MaxBytes)
            throw new MidiException($"{file}: {stream.Length} bytes is too large for a MIDI file (at most {MaxBytes})");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(file, bytes);
    }

    /// <summary>Reads the bytes of a file. Allocates. [any-thread]</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="bytes">All of it.</param>
    /// <returns>Its notes and time.</returns>
    /// <exception cref="MidiException">It is no such file, or broken; the message names it, the byte and the value.</exception>
    public static MidiSong Read(string name, ReadOnlySpan<byte> bytes)
    {
        MidiCursor cursor = new(name, bytes);
        if (!bytes.StartsWith("MThd"u8))
            throw cursor.Error("it does not begin with \"MThd\"");
        _ = cursor.UInt32("the header");
        uint length = cursor.UInt32("the header");
        if (length is < 6 or > 1024)
            throw cursor.Error($"the header's length is {length}, but must be 6");
        int format = cursor.UInt16("the header");
        int tracks = cursor.UInt16("the header");
        int division = cursor.UInt16("the header");
        _ = cursor.Take((int)length - 6, "the header");
        if (format > 1)
            throw cursor.Error($"format {format} is not supported (0 and 1 are)", 8);
        if (division is 0 or >= 0x8000)
            throw cursor.Error($"time division 0x{division:X4} is not in ticks per quarter", 12);
        MidiSongBuilder song = new(division);
        while (song.Tracks < tracks)
        {
            if (cursor.IsAtEnd)
                throw cursor.Error($"the header announces {tracks} tracks, but there are {song.Tracks}");
            ReadChunk(ref cursor, song);
        }
        return song.Build();
    }

    private static void ReadChunk(ref MidiCursor cursor, MidiSongBuilder song)
    {
        int start = cursor.Position;
        bool isTrack = cursor.Take(4, "a chunk").SequenceEqual("MTrk"u8);
        uint length = cursor.UInt32("a chunk");
        int fileEnd = cursor.End;
        if (length > fileEnd - cursor.Position)
            throw cursor.Error($"a chunk claims {length} bytes, but only {fileEnd - cursor.Position} are left", start);
        int chunkEnd = cursor.Position + (int)length;
        cursor.End = chunkEnd;
        if (isTrack)
        {
            song.BeginTrack();
            ReadTrack(ref cursor, song);
            song.EndTrack();
        }
        _ = cursor.Take(chunkEnd - cursor.Position, "a chunk");
        cursor.End = fileEnd;
    }

    private static void ReadTrack(ref MidiCursor cursor, MidiSongBuilder song)
    {
        int running = 0;
        while (!cursor.IsAtEnd)
        {
            song.Advance(cursor.Variable("a delta time"));
            int status = cursor.Peek();
            if (status >= 0x80)
                _ = cursor.Byte();
            else if (running == 0)
                throw cursor.Error($"0x{status:X2} is no status byte, and there is none before it that could go on");
            else
                status = running;
            if (status == 0xFF)
            {
                if (!ReadMeta(ref cursor, song))
                    return;
            }
            else if (status is 0xF0 or 0xF7)
            {
                _ = cursor.Take(cursor.Variable("a system exclusive event"), "a system exclusive event");
            }
            else if (status > 0xF0)
            {
                throw cursor.Error($"status 0x{status:X2} does not belong in a file", cursor.Position - 1);
            }
            else
            {
                running = status;
                ReadChannel(ref cursor, song, status);
            }
        }
    }

    private static void ReadChannel(ref MidiCursor cursor, MidiSongBuilder song, int status)
    {
        int channel = status & 0xF;
        byte first = cursor.Data("data byte");
        switch (status >> 4)
        {
            case 0x8:
                _ = cursor.Data("velocity");
                song.Release(channel, first);
                break;
            case 0x9:
                song.Strike(channel, first, cursor.Data("velocity"));
                break;
            case 0xC:
                song.SetProgram(channel, first);
                break;
            case 0xD:
                break;
            default:
                _ = cursor.Data("data byte");
                break;
        }
    }

    /// <returns>False at the end of the track.</returns>
    private static bool ReadMeta(ref MidiCursor cursor, MidiSongBuilder song)
    {
        int start = cursor.Position;
        byte kind = cursor.Byte();
        ReadOnlySpan<byte> data = cursor.Take(cursor.Variable("a meta event"), "a meta event");
        switch (kind)
        {
            case 0x03:
                song.SetTrackName(System.Text.Encoding.UTF8.GetString(data));
                break;
            case 0x2F:
                return false;
            case 0x51 when data.Length >= 3:
                int tempo = (data[0] << 16) | (data[1] << 8) | data[2];
                if (tempo == 0)
                    throw cursor.Error("a tempo of 0 microseconds a quarter", start);
                song.SetTempo(tempo);
                break;
            case 0x58 when data.Length >= 2:
                if (data[0] == 0 || data[1] > 7)
                    throw cursor.Error($"{data[0]}/2^{data[1]} is no metre", start);
                song.SetMetre(data[0], 1 << data[1]);
                break;
            case 0x59 when data.Length >= 2:
                if ((sbyte)data[0] is < -7 or > 7)
                    throw cursor.Error($"a key of {(sbyte)data[0]} sharps", start);
                song.SetKey((sbyte)data[0], data[1] == 1);
                break;
            default:
                break;
        }
        return true;
    }
}
