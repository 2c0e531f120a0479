using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>Bars one after another as a MIDI song: one track a kind, drums on their channel, micro-timing kept.</summary>
public static class PatternSong
{
    private const int TicksPerQuarter = 480;
    private const int TicksPerStep = TicksPerQuarter / 4;

    /// <summary>Programs of General MIDI: none for drums, finger bass, flute, piano, piano.</summary>
    private static readonly byte[] Programs = [0, 33, 73, 0, 0];

    /// <summary>Puts bars together. Allocates. [any-thread]</summary>
    /// <param name="bars">The bars in order.</param>
    /// <param name="tempo">Quarters a minute, 4 to 1000.</param>
    /// <param name="key">The key that is written.</param>
    /// <returns>The song.</returns>
    public static MidiSong Build(IReadOnlyList<Bar> bars, double tempo, Key key)
    {
        ArgumentNullException.ThrowIfNull(bars);
        List<MidiNote> notes = [];
        List<MidiMetre> metres = [];
        PatternKind[] kinds = [.. bars.SelectMany(bar => bar.Events[..bar.Count].Select(note => note.Kind)).Distinct().Order()];
        long at = 0;
        foreach (Bar bar in bars)
        {
            if (metres.Count == 0 || metres[^1].Beats != bar.Steps / 4)
                metres.Add(new MidiMetre(at, bar.Steps / 4, 4));
            foreach (PatternEvent note in bar.Notes)
            {
                // What is early on the first beat of all cannot be before the beginning.
                long start = Math.Max(0, at + (long)Math.Round((note.Step + note.OffsetSteps) * TicksPerStep));
                long length = Math.Max(1, (long)Math.Round(note.LengthSteps * TicksPerStep));
                byte channel = note.Kind == PatternKind.Drums ? MidiNote.DrumChannel : (byte)note.Kind;
                notes.Add(new MidiNote(start, length, Array.IndexOf(kinds, note.Kind), channel, Programs[(int)note.Kind], note.Note, note.Velocity));
            }
            at += bar.Steps * TicksPerStep;
        }
        return new MidiSong
        {
            TicksPerQuarter = TicksPerQuarter,
            Notes = Separate(notes),
            Tempos = [new MidiTempo(0, (int)Math.Round(60e6 / tempo))],
            Metres = metres,
            Keys = [new MidiKey(0, Sharps(key), key.IsMinor)],
            TrackNames = [.. kinds.Select(kind => kind.ToString())],
        };
    }

    /// <summary>A key that is struck again ends: the end of the note before must not fall into the new one.</summary>
    private static MidiNote[] Separate(List<MidiNote> notes)
    {
        MidiNote[] sorted = [.. notes.OrderBy(note => note.Start).ThenBy(note => note.Track).ThenBy(note => note.Key)];
        Dictionary<(int Track, byte Key), int> last = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            (int, byte) voice = (sorted[i].Track, sorted[i].Key);
            if (last.TryGetValue(voice, out int before) && sorted[before].End > sorted[i].Start)
                sorted[before] = sorted[before] with { Length = sorted[i].Start - sorted[before].Start };
            last[voice] = i;
        }
        return sorted;
    }

    private static int Sharps(Key key)
    {
        // Seven semitones up are one sharp more; from -5 to 6.
        int fifths = PitchClass.Wrap((key.Tonic + (key.IsMinor ? 3 : 0)) * 7);
        return fifths > 6 ? fifths - PitchClass.Count : fifths;
    }
}
