using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>One bar of notes in arrays of fixed size: filled again and again, never grown.</summary>
public sealed class Bar
{
    /// <summary>Most steps in a bar.</summary>
    public const int MaxSteps = 16;

    /// <summary>Most notes in a bar.</summary>
    public const int MaxEvents = MaxSteps * 16;

    private readonly Chord[] _chords = new Chord[MaxSteps];

    /// <summary>Gets the notes, by step; only the first <see cref="Count"/> count. [worker-thread]</summary>
    public PatternEvent[] Events { get; } = new PatternEvent[MaxEvents];

    /// <summary>Gets how many notes there are. [worker-thread]</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many steps it has: 16, or 12 in three-four time or triplets. [worker-thread]</summary>
    public int Steps { get; private set; } = MaxSteps;

    /// <summary>Gets its number, from 0. [worker-thread]</summary>
    public int Number { get; private set; }

    /// <summary>Gets its notes, by step. [worker-thread]</summary>
    public ReadOnlySpan<PatternEvent> Notes => Events.AsSpan(0, Count);

    /// <summary>Empties it. [worker-thread]</summary>
    /// <param name="number">The new number.</param>
    /// <param name="steps">1 to <see cref="MaxSteps"/>.</param>
    public void Begin(int number, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, MaxSteps);
        Number = number;
        Steps = steps;
        Count = 0;
        Array.Clear(_chords);
    }

    /// <summary>Adds a note; a full bar takes no more. [worker-thread]</summary>
    /// <param name="note">The note; its step must not be before that of the last one.</param>
    /// <returns>Whether there was room.</returns>
    public bool Add(in PatternEvent note)
    {
        if (Count == MaxEvents)
            return false;
        Events[Count++] = note;
        return true;
    }

    /// <summary>Gets the chord that sounds at a step; none when nobody said. [worker-thread]</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <returns>The chord.</returns>
    public Chord ChordAt(int step) => _chords[step];

    /// <summary>Says which chord sounds from a step to the end of the bar. [worker-thread]</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <param name="chord">The chord.</param>
    public void SetChord(int step, Chord chord) => _chords.AsSpan(step).Fill(chord);

    /// <summary>Copies another bar into this one, its number too. [worker-thread]</summary>
    /// <param name="other">What to copy.</param>
    public void CopyFrom(Bar other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Begin(other.Number, other.Steps);
        other.Notes.CopyTo(Events);
        other._chords.CopyTo(_chords, 0);
        Count = other.Count;
    }
}
