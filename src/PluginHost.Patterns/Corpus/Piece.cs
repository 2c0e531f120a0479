using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>Which part of a corpus a piece belongs to.</summary>
public enum Split
{
    /// <summary>Learned from.</summary>
    Train,

    /// <summary>Used to tell when to stop.</summary>
    Valid,

    /// <summary>Used for the final figure only.</summary>
    Test,
}

/// <summary>A note of a piece, at the step it is listed under.</summary>
/// <param name="Note">MIDI key, 0 to 127.</param>
/// <param name="Velocity">1 to 127; 0 when the source has none.</param>
/// <param name="OffsetSteps">How late it is, in steps: -0.5 to 0.5.</param>
/// <param name="LengthSteps">How long it sounds, in steps.</param>
public readonly record struct PieceNote(byte Note, byte Velocity, float OffsetSteps, float LengthSteps);

/// <summary>One part of one piece of music, on a grid of steps. Immutable.</summary>
public sealed class Piece
{
    /// <summary>Gets what it is called in messages: the file's name, usually. [any-thread]</summary>
    public required string Name { get; init; }

    /// <summary>Gets where it comes from; pieces of one source stay in one split. [any-thread]</summary>
    public required string Source { get; init; }

    /// <summary>Gets the official split; null when there is none. [any-thread]</summary>
    public Split? Split { get; init; }

    /// <summary>Gets the notes of each step, lowest first and at most one a key. [any-thread]</summary>
    public required PieceNote[][] Steps { get; init; }

    /// <summary>Gets the chord of each step, as many as steps; null when nobody knows. [any-thread]</summary>
    public Chord[]? Chords { get; init; }

    /// <summary>Gets the steps in a bar: 16 or 12; in beats 4 or 3. [any-thread]</summary>
    public int StepsPerBar { get; init; } = 16;

    /// <summary>Gets the place of the first step in its bar. [any-thread]</summary>
    public int FirstPosition { get; init; }

    /// <summary>Gets the tempo in quarters a minute; NaN when nobody knows. [any-thread]</summary>
    public float Tempo { get; init; } = float.NaN;

    /// <summary>Gets the key. [any-thread]</summary>
    public Key Key { get; init; }

    /// <summary>Gets the style's name; empty when nobody knows. [any-thread]</summary>
    public string Style { get; init; } = "";

    /// <summary>Gets a value indicating whether it is a fill. [any-thread]</summary>
    public bool IsFill { get; init; }

    /// <summary>Gets a value indicating whether velocities and offsets were played, and not made up. [any-thread]</summary>
    public bool IsPlayed { get; init; }

    /// <summary>Gets the number of steps. [any-thread]</summary>
    public int Count => Steps.Length;

    /// <summary>Gets a part of it. [any-thread]</summary>
    /// <param name="from">First step.</param>
    /// <param name="to">Step after the last.</param>
    /// <param name="split">The part's split.</param>
    /// <returns>The part.</returns>
    public Piece Cut(int from, int to, Split split) => new()
    {
        Name = Name, Source = Source, Split = split, Steps = Steps[from..to], Chords = Chords?[from..to], StepsPerBar = StepsPerBar,
        FirstPosition = (FirstPosition + from) % StepsPerBar, Tempo = Tempo, Key = Key, Style = Style, IsFill = IsFill,
        IsPlayed = IsPlayed,
    };
}
