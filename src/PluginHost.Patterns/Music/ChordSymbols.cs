namespace PluginHost.Patterns.Music;

/// <summary>
/// The chord symbols of lead sheets: a root, a quality in any of its usual spellings, and a bass after a slash.
/// Extensions that the qualities do not tell apart are dropped: "C9", "C13" and "C7#9" are read as C7.
/// </summary>
public static class ChordSymbols
{
    private static readonly Dictionary<string, ChordQuality> Spellings = Spell(
        (ChordQuality.Major, "|M|maj|major|add9|add2|add4|(add9)"),
        (ChordQuality.Minor, "m|min|minor|-|madd9|m(add9)"),
        (ChordQuality.Seventh, "7|dom7|9|11|13|7b9|7#9|7b5|7#5|7#11|7b13|aug7|+7|9b5|9#5|9#11|13b9|7alt|7sus4|7sus|9sus4|9sus|13sus4"),
        (ChordQuality.Major7, "maj7|M7|ma7|j7|Δ|Δ7|maj9|M9|maj11|maj13|maj7#11|maj7b5|maj7#5|maj9#11"),
        (ChordQuality.Minor7, "m7|min7|-7|m9|min9|m11|m13|min11|min13"),
        (ChordQuality.Diminished, "dim|o|°|mb5"),
        (ChordQuality.Augmented, "aug|+|#5"),
        (ChordQuality.Suspended4, "sus4|sus"),
        (ChordQuality.Suspended2, "sus2"),
        (ChordQuality.Sixth, "6|maj6|M6|69|6/9|6add9"),
        (ChordQuality.Minor6, "m6|min6|-6|m69|m6/9"),
        (ChordQuality.HalfDiminished, "m7b5|min7b5|-7b5|hdim7|hdim|ø|ø7|m9b5"),
        (ChordQuality.Diminished7, "dim7|o7|°7"),
        (ChordQuality.MinorMajor7, "mMaj7|mM7|minmaj7|m(maj7)|-maj7|mmaj7|m(M7)|mMaj9"),
        (ChordQuality.Power, "5|1|no3"));

    /// <summary>Reads one symbol. [any-thread]</summary>
    /// <param name="symbol">Such as "Am", "C/G", "F#m7b5"; "N.C." and "-" are no chord.</param>
    /// <returns>The chord.</returns>
    /// <exception cref="MusicException">The symbol is unknown; the message quotes it.</exception>
    public static Chord Parse(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return TryParse(symbol, out Chord chord)
            ? chord
            : throw new MusicException($"\"{symbol}\" is not a chord that is known here; write chords like C, Am, G7, Fmaj7, Bm7b5, Dsus4, Edim7, C/G, N.C.");
    }

    /// <summary>Reads one symbol, if it is one. [any-thread]</summary>
    /// <param name="symbol">Such as "Am".</param>
    /// <param name="chord">The chord; none when it is not one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<char> symbol, out Chord chord)
    {
        chord = default;
        symbol = symbol.Trim();
        if (symbol is "N.C." or "NC" or "N" or "-")
            return true;
        int read = PitchClass.Read(symbol, out int root);
        if (read == 0)
            return false;
        ReadOnlySpan<char> rest = symbol[read..];
        int slash = rest.LastIndexOf('/');
        int bass = root;
        if (slash >= 0)
        {
            int bassLength = PitchClass.Read(rest[(slash + 1)..], out bass);
            if (bassLength > 0 && bassLength == rest.Length - slash - 1)
                rest = rest[..slash];
            else
                bass = root;
        }
        if (!Spellings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(rest, out ChordQuality quality))
            return false;
        chord = new Chord(root, quality, bass);
        return true;
    }

    private static Dictionary<string, ChordQuality> Spell(params (ChordQuality Quality, string Spellings)[] table)
    {
        Dictionary<string, ChordQuality> spellings = new(StringComparer.Ordinal);
        foreach ((ChordQuality quality, string list) in table)
        {
            foreach (string spelling in list.Split('|'))
                spellings.Add(spelling, quality);
        }
        return spellings;
    }
}
