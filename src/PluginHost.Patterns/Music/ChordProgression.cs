namespace PluginHost.Patterns.Music;

/// <summary>Chords that follow one another, one a bar, again from the first after the last.</summary>
public sealed class ChordProgression
{
    private readonly Chord[] _chords;

    /// <summary>Takes the chords. [any-thread]</summary>
    /// <param name="chords">One a bar; at least one.</param>
    public ChordProgression(params IEnumerable<Chord> chords)
    {
        _chords = [.. chords];
        ArgumentOutOfRangeException.ThrowIfZero(_chords.Length, nameof(chords));
    }

    /// <summary>Gets how many bars it lasts. [any-thread]</summary>
    public int Bars => _chords.Length;

    /// <summary>Gets the chord of a bar. [any-thread]</summary>
    /// <param name="bar">0 and more.</param>
    /// <returns>The chord.</returns>
    public Chord this[int bar] => _chords[bar % _chords.Length];

    /// <summary>Reads chords separated by spaces, commas or bar lines: "Am F C G", "Am | F | C | G". "%" repeats. [any-thread]</summary>
    /// <param name="text">What the user wrote.</param>
    /// <returns>The progression.</returns>
    /// <exception cref="MusicException">A symbol is unknown, or there is none; the message quotes it.</exception>
    public static ChordProgression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Chord> chords = [];
        foreach (string symbol in text.Split([' ', ',', '|', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            chords.Add(symbol == "%" && chords.Count > 0 ? chords[^1] : Chord.Parse(symbol));
        return chords.Count > 0
            ? new ChordProgression(chords)
            : throw new MusicException($"\"{text}\" holds no chords; write them like \"Am F C G\", one a bar");
    }

    /// <summary>Gets it in the form that <see cref="Parse"/> reads. [any-thread]</summary>
    /// <returns>Such as "Am F C G".</returns>
    public override string ToString() => string.Join(' ', _chords);
}
