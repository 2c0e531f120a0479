namespace PluginHost.Patterns.Midi;

/// <summary>A note of a MIDI file.</summary>
/// <param name="Start">When it begins, in ticks from the beginning of the file.</param>
/// <param name="Length">How long it sounds, in ticks.</param>
/// <param name="Track">Track, from 0.</param>
/// <param name="Channel">Channel, 0 to 15; 9 is the drums of General MIDI.</param>
/// <param name="Program">Program of the channel when it began, 0 to 127.</param>
/// <param name="Key">MIDI key, 0 to 127; 60 is middle C.</param>
/// <param name="Velocity">1 to 127.</param>
public readonly record struct MidiNote(long Start, long Length, int Track, byte Channel, byte Program, byte Key, byte Velocity)
{
    /// <summary>The channel of the drums, from 0.</summary>
    public const byte DrumChannel = 9;

    /// <summary>Gets when it ends, in ticks. [any-thread]</summary>
    public long End => Start + Length;
}

/// <summary>From here on a quarter lasts that long.</summary>
/// <param name="Tick">Where, in ticks.</param>
/// <param name="MicrosecondsPerQuarter">1 to 16,777,215; 500,000 is 120 bpm.</param>
public readonly record struct MidiTempo(long Tick, int MicrosecondsPerQuarter)
{
    /// <summary>Gets the tempo in quarters a minute. [any-thread]</summary>
    public double BeatsPerMinute => 60e6 / MicrosecondsPerQuarter;
}

/// <summary>From here on a bar is that long.</summary>
/// <param name="Tick">Where, in ticks.</param>
/// <param name="Beats">Beats in a bar, 1 to 255.</param>
/// <param name="Unit">What a beat is: 4 a quarter, 8 an eighth; a power of two up to 128.</param>
public readonly record struct MidiMetre(long Tick, int Beats, int Unit);

/// <summary>From here on the key signature is that.</summary>
/// <param name="Tick">Where, in ticks.</param>
/// <param name="Sharps">Sharps, or flats when negative; -7 to 7.</param>
/// <param name="IsMinor">Whether the mode is minor.</param>
public readonly record struct MidiKey(long Tick, int Sharps, bool IsMinor);
