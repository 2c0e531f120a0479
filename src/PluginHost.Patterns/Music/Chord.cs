namespace PluginHost.Patterns.Music;

/// <summary>A chord over a bass note; the default value is no chord.</summary>
/// <param name="Root">Pitch class of the root, 0 (C) to 11 (B).</param>
/// <param name="Quality">What is above it.</param>
/// <param name="Bass">Pitch class of the lowest note; the root, unless written "C/G".</param>
public readonly record struct Chord(int Root, ChordQuality Quality, int Bass)
{
    /// <summary>Makes a chord over its own root. [any-thread]</summary>
    /// <param name="root">Pitch class of the root.</param>
    /// <param name="quality">What is above it.</param>
    public Chord(int root, ChordQuality quality)
        : this(root, quality, root)
    {
    }

    /// <summary>Gets a value indicating whether there is no chord. [any-thread]</summary>
    public bool IsNone => Quality == ChordQuality.None;

    /// <summary>Gets its pitch classes, the bass included: bit 0 is C. [any-thread]</summary>
    public ushort Mask
    {
        get
        {
            int twice = Quality.Mask() << Root;
            int own = (twice | (twice >> PitchClass.Count)) & 0xFFF;
            return (ushort)(IsNone ? 0 : own | (1 << Bass));
        }
    }

    /// <summary>Tells whether a pitch belongs to the chord. [any-thread]</summary>
    /// <param name="pitch">A MIDI key or pitch class.</param>
    /// <returns>True for chord tones.</returns>
    public bool Contains(int pitch) => (Mask >> PitchClass.Wrap(pitch) & 1) != 0;

    /// <summary>Moves it. [any-thread]</summary>
    /// <param name="semitones">Up, or down when negative.</param>
    /// <returns>The same quality elsewhere.</returns>
    public Chord Transpose(int semitones) => IsNone
        ? this
        : new(PitchClass.Wrap(Root + semitones), Quality, PitchClass.Wrap(Bass + semitones));

    /// <summary>Reads a symbol such as "Am", "C/G", "F#m7b5" or "Bbmaj7"; see <see cref="ChordSymbols"/>. [any-thread]</summary>
    /// <param name="symbol">What the user wrote.</param>
    /// <returns>The chord.</returns>
    /// <exception cref="MusicException">It is not one; the message quotes it.</exception>
    public static Chord Parse(string symbol) => ChordSymbols.Parse(symbol);

    /// <summary>Gets it in the form that <see cref="Parse"/> reads. [any-thread]</summary>
    /// <returns>Such as "Bbmaj7/D"; "N.C." for no chord.</returns>
    public override string ToString() => IsNone
        ? Quality.Suffix()
        : PitchClass.Name(Root) + Quality.Suffix() + (Bass == Root ? "" : "/" + PitchClass.Name(Bass));
}
