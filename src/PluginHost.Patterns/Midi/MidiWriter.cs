using System.Buffers.Binary;
using PluginHost.Neural.Checkpoints;

namespace PluginHost.Patterns.Midi;

/// <summary>
/// Writes Standard MIDI Files of format 1: tempos, metres and keys in the first track, the notes of each track after it.
/// </summary>
public static class MidiWriter
{
    /// <summary>Writes a song beside the file and renames it. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Its path; an existing file is replaced.</param>
    /// <param name="song">What to write; notes at tracks 0 and up.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left behind.</exception>
    public static void Write(string file, MidiSong song) => AtomicFile.Write(file, stream => stream.Write(Bytes(song)));

    /// <summary>Gets what <see cref="Write"/> would write. Allocates. [any-thread]</summary>
    /// <param name="song">The song.</param>
    /// <returns>All bytes of the file.</returns>
    public static byte[] Bytes(MidiSong song)
    {
        ArgumentNullException.ThrowIfNull(song);
        int tracks = Math.Max(song.TrackNames.Count, song.Notes.Count == 0 ? 0 : song.Notes.Max(note => note.Track) + 1);
        List<byte> bytes = [];
        bytes.AddRange("MThd"u8);
        Add(bytes, 6, 4);
        Add(bytes, 1, 2);
        Add(bytes, tracks + 1, 2);
        Add(bytes, song.TicksPerQuarter, 2);
        AddTrack(bytes, Time(song));
        for (int track = 0; track < tracks; track++)
            AddTrack(bytes, Notes(song, track));
        return [.. bytes];
    }

    private static List<(long Tick, int Order, byte[] Event)> Time(MidiSong song)
    {
        List<(long, int, byte[])> events = [];
        foreach (MidiTempo tempo in song.Tempos)
        {
            int value = tempo.MicrosecondsPerQuarter;
            events.Add((tempo.Tick, 0, [0xFF, 0x51, 3, (byte)(value >> 16), (byte)(value >> 8), (byte)value]));
        }
        foreach (MidiMetre metre in song.Metres)
            events.Add((metre.Tick, 0, [0xFF, 0x58, 4, (byte)metre.Beats, (byte)int.Log2(metre.Unit), 24, 8]));
        foreach (MidiKey key in song.Keys)
            events.Add((key.Tick, 0, [0xFF, 0x59, 2, (byte)(sbyte)key.Sharps, (byte)(key.IsMinor ? 1 : 0)]));
        return events;
    }

    private static List<(long Tick, int Order, byte[] Event)> Notes(MidiSong song, int track)
    {
        List<(long, int, byte[])> events = [];
        if (track < song.TrackNames.Count && song.TrackNames[track].Length > 0)
        {
            byte[] name = System.Text.Encoding.UTF8.GetBytes(song.TrackNames[track]);
            List<byte> text = [0xFF, 0x03];
            AddVariable(text, name.Length);
            text.AddRange(name);
            events.Add((0, 0, [.. text]));
        }
        Dictionary<byte, byte> programs = [];
        foreach (MidiNote note in song.Notes.Where(note => note.Track == track))
        {
            if (programs.GetValueOrDefault(note.Channel) != note.Program)
                events.Add((note.Start, 2, [(byte)(0xC0 | note.Channel), note.Program]));
            programs[note.Channel] = note.Program;
            events.Add((note.Start, 3, [(byte)(0x90 | note.Channel), note.Key, note.Velocity]));
            // A note of no length is released after it was struck, all others before what begins where they end.
            events.Add((note.End, note.Length == 0 ? 4 : 1, [(byte)(0x80 | note.Channel), note.Key, 64]));
        }
        return events;
    }

    private static void AddTrack(List<byte> bytes, List<(long Tick, int Order, byte[] Event)> events)
    {
        List<byte> track = [];
        long tick = 0;
        foreach ((long at, _, byte[] data) in events.OrderBy(one => one.Tick).ThenBy(one => one.Order))
        {
            AddVariable(track, (int)(at - tick));
            track.AddRange(data);
            tick = at;
        }
        track.AddRange([0, 0xFF, 0x2F, 0]);
        bytes.AddRange("MTrk"u8);
        Add(bytes, track.Count, 4);
        bytes.AddRange(track);
    }

    private static void Add(List<byte> bytes, int value, int size)
    {
        Span<byte> all = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(all, value);
        bytes.AddRange(all[(4 - size)..]);
    }

    private static void AddVariable(List<byte> bytes, int value)
    {
        for (int shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift != 0)
                bytes.Add((byte)(0x80 | ((value >> shift) & 0x7F)));
        }
        bytes.Add((byte)(value & 0x7F));
    }
}
