using PluginHost.Engine;
using PluginHost.Patterns.Midi;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary>Collects the notes that leave a chain and writes them as a MIDI file, one track a channel.</summary>
internal sealed class NoteTake(string file)
{
    private const int TicksPerQuarter = 480;

    // The channels that the pattern generator plays on.
    private static readonly Dictionary<byte, string> Names = new() { [9] = "Drums", [1] = "Bass", [2] = "Chords", [3] = "Melody" };

    private readonly List<PlayedNote> _played = [];

    /// <summary>Takes a note; later ones may not be earlier.</summary>
    public void Take(PlayedNote note) => _played.Add(note);

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Save()
    {
        MidiWriter.Write(file, Song());
        string more = _played.Count > 0 ? "" : "; no effect of the chain plays any: the pattern generator does with output at \"notes\" or \"both\"";
        Console.Error.WriteLine($"pluginhost: {file}: {_played.Count(note => note.Note.Kind == NoteKind.On)} notes{more}");
    }

    internal MidiSong Song()
    {
        byte[] channels = [.. _played.Select(note => note.Note.Channel).Distinct().Order()];
        long end = _played.Count > 0 ? TickOf(_played[^1]) : 0;
        List<MidiNote> notes = [];
        Dictionary<(byte, byte), PlayedNote> sounding = [];
        foreach (PlayedNote played in _played)
        {
            (byte, byte) key = (played.Note.Channel, played.Note.Key);
            if (sounding.Remove(key, out PlayedNote begun))
                Add(begun, TickOf(played));
            if (played.Note.Kind == NoteKind.On)
                sounding[key] = played;
        }
        foreach (PlayedNote begun in sounding.Values)
            Add(begun, end);
        return new MidiSong
        {
            TicksPerQuarter = TicksPerQuarter,
            Notes = [.. notes.OrderBy(note => note.Start).ThenBy(note => note.Track).ThenBy(note => note.Key)],
            Tempos = [.. Tempos()],
            TrackNames = [.. channels.Select(channel => Names.GetValueOrDefault(channel, $"Channel {channel + 1}"))],
        };

        void Add(PlayedNote begun, long until) => notes.Add(new MidiNote(TickOf(begun), Math.Max(0, until - TickOf(begun)),
            Array.IndexOf(channels, begun.Note.Channel), begun.Note.Channel, 0, begun.Note.Key, (byte)Math.Clamp((int)Math.Round(127 * begun.Note.Velocity), 1, 127)));
    }

    private IEnumerable<MidiTempo> Tempos()
    {
        double last = 0;
        foreach (PlayedNote note in _played)
        {
            if (note.TempoBpm == last)
                continue;
            yield return new MidiTempo(last == 0 ? 0 : TickOf(note), (int)Math.Round(60e6 / note.TempoBpm));
            last = note.TempoBpm;
        }
    }

    private static long TickOf(PlayedNote note) => (long)Math.Round(note.Beat * TicksPerQuarter);
}
