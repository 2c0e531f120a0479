using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>
/// Chords in the notation of Harte et al., "Symbolic representation of musical chords" (ISMIR 2005): "Bb:min7/b3",
/// "G:sus4(b7,9)", "N".
/// </summary>
internal static class HarteChord
{
    private static readonly Dictionary<string, ChordQuality> Shorthands = new(StringComparer.Ordinal)
    {
        [""] = ChordQuality.Major, ["maj"] = ChordQuality.Major, ["min"] = ChordQuality.Minor, ["7"] = ChordQuality.Seventh,
        ["9"] = ChordQuality.Seventh, ["11"] = ChordQuality.Seventh, ["13"] = ChordQuality.Seventh, ["maj7"] = ChordQuality.Major7,
        ["maj9"] = ChordQuality.Major7, ["maj11"] = ChordQuality.Major7, ["maj13"] = ChordQuality.Major7, ["min7"] = ChordQuality.Minor7,
        ["min9"] = ChordQuality.Minor7, ["min11"] = ChordQuality.Minor7, ["min13"] = ChordQuality.Minor7, ["dim"] = ChordQuality.Diminished,
        ["aug"] = ChordQuality.Augmented, ["sus4"] = ChordQuality.Suspended4, ["sus2"] = ChordQuality.Suspended2, ["maj6"] = ChordQuality.Sixth,
        ["6"] = ChordQuality.Sixth, ["min6"] = ChordQuality.Minor6, ["hdim7"] = ChordQuality.HalfDiminished, ["dim7"] = ChordQuality.Diminished7,
        ["minmaj7"] = ChordQuality.MinorMajor7, ["5"] = ChordQuality.Power, ["1"] = ChordQuality.Power,
    };

    /// <returns>False when it is none of them.</returns>
    public static bool TryParse(string symbol, out Chord chord)
    {
        chord = default;
        if (symbol is "N" or "X")
            return true;
        int read = PitchClass.Read(symbol, out int root);
        if (read == 0 || (read < symbol.Length && symbol[read] is not (':' or '/')))
            return false;
        ReadOnlySpan<char> rest = symbol.AsSpan(read).TrimStart(':');
        int slash = rest.LastIndexOf('/');
        int bass = slash >= 0 ? Degree(rest[(slash + 1)..]) : 0;
        rest = slash >= 0 ? rest[..slash] : rest;
        int bracket = rest.IndexOf('(');
        string shorthand = (bracket >= 0 ? rest[..bracket] : rest).ToString();
        if (bass < 0 || !Shorthands.TryGetValue(shorthand, out ChordQuality quality))
            return false;
        chord = new Chord(root, quality, PitchClass.Wrap(root + bass));
        return true;
    }

    /// <summary>Semitones of a degree such as "b7"; -1 when it is none.</summary>
    private static int Degree(ReadOnlySpan<char> degree)
    {
        ReadOnlySpan<int> major = [0, 2, 4, 5, 7, 9, 11];
        ReadOnlySpan<char> digits = degree.TrimStart("b#");
        int shift = 0;
        foreach (char sign in degree[..(degree.Length - digits.Length)])
            shift += sign == '#' ? 1 : -1;
        return int.TryParse(digits, out int number) && number is >= 1 and <= 13
            ? PitchClass.Wrap(major[(number - 1) % 7] + shift) : -1;
    }
}
