namespace PluginHost.Patterns.Midi;

/// <summary>What a MIDI file says about notes and time; everything else in it is passed over.</summary>
public sealed class MidiSong
{
    /// <summary>The tempo before any is given: 120 bpm.</summary>
    public const int StandardTempo = 500_000;

    /// <summary>Gets the ticks of a quarter, 1 to 32767. [any-thread]</summary>
    public required int TicksPerQuarter { get; init; }

    /// <summary>Gets the notes by start, track and key. [any-thread]</summary>
    public required IReadOnlyList<MidiNote> Notes { get; init; }

    /// <summary>Gets the tempos by tick; none means 120 bpm. [any-thread]</summary>
    public IReadOnlyList<MidiTempo> Tempos { get; init; } = [];

    /// <summary>Gets the metres by tick; none means four quarters. [any-thread]</summary>
    public IReadOnlyList<MidiMetre> Metres { get; init; } = [];

    /// <summary>Gets the key signatures by tick. [any-thread]</summary>
    public IReadOnlyList<MidiKey> Keys { get; init; } = [];

    /// <summary>Gets the tracks' names, one a track; empty for those without. [any-thread]</summary>
    public IReadOnlyList<string> TrackNames { get; init; } = [];

    /// <summary>Gets where the last note ends, in ticks. [any-thread]</summary>
    public long Length => Notes.Count == 0 ? 0 : Notes.Max(note => note.End);

    /// <summary>Gets the tempo at a place, in quarters a minute. [any-thread]</summary>
    /// <param name="tick">Where.</param>
    /// <returns>Quarters a minute; 120 before the first tempo.</returns>
    public double TempoAt(long tick)
    {
        double tempo = 60e6 / StandardTempo;
        foreach (MidiTempo change in Tempos)
        {
            if (change.Tick > tick)
                break;
            tempo = change.BeatsPerMinute;
        }
        return tempo;
    }

    /// <summary>Computes when a place sounds, from the tempos before it. [any-thread]</summary>
    /// <param name="tick">Where.</param>
    /// <returns>Seconds from the beginning.</returns>
    public double SecondsAt(long tick)
    {
        double seconds = 0;
        long from = 0;
        double perTick = StandardTempo / (1e6 * TicksPerQuarter);
        foreach (MidiTempo change in Tempos)
        {
            if (change.Tick >= tick)
                break;
            seconds += (change.Tick - from) * perTick;
            (from, perTick) = (change.Tick, change.MicrosecondsPerQuarter / (1e6 * TicksPerQuarter));
        }
        return seconds + ((tick - from) * perTick);
    }
}
