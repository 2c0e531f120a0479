namespace PluginHost.Patterns.Music;

/// <summary>Pitch classes: 0 is C, 11 is B. Only what keys and chords share.</summary>
public static class PitchClass
{
    /// <summary>Pitch classes in an octave.</summary>
    public const int Count = 12;

    private static readonly string[] Names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    /// <summary>Gets the usual name, such as "Eb". [any-thread]</summary>
    /// <param name="pitch">Any pitch or MIDI key; only its pitch class counts.</param>
    /// <returns>The name; no new string is made.</returns>
    public static string Name(int pitch) => Names[Wrap(pitch)];

    /// <summary>Reduces a pitch to 0..11, also a negative one. [any-thread]</summary>
    /// <param name="pitch">Semitones.</param>
    /// <returns>0 to 11.</returns>
    public static int Wrap(int pitch) => ((pitch % Count) + Count) % Count;

    /// <summary>Reads a letter and its accidentals from the beginning of a text. [any-thread]</summary>
    /// <param name="text">Such as "Bbmaj7" or "F##"; the letter may not be small, so that "b" stays an accidental.</param>
    /// <param name="pitchClass">0 to 11.</param>
    /// <returns>How many characters were read; 0 when it does not begin with A to G.</returns>
    public static int Read(ReadOnlySpan<char> text, out int pitchClass)
    {
        pitchClass = 0;
        if (text.IsEmpty || text[0] is < 'A' or > 'G')
            return 0;
        ReadOnlySpan<sbyte> letters = [9, 11, 0, 2, 4, 5, 7];
        int pitch = letters[text[0] - 'A'];
        int read = 1;
        for (; read < text.Length && text[read] is '#' or 'b' or '♯' or '♭'; read++)
            pitch += text[read] is '#' or '♯' ? 1 : -1;
        pitchClass = Wrap(pitch);
        return read;
    }
}
