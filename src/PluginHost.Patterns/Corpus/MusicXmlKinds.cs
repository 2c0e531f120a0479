using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>What MusicXML 4.0 calls the kinds of chords (type kind-value), as qualities.</summary>
internal static class MusicXmlKinds
{
    private static readonly Dictionary<string, ChordQuality> Kinds = new(StringComparer.Ordinal)
    {
        ["major"] = ChordQuality.Major, ["minor"] = ChordQuality.Minor, ["augmented"] = ChordQuality.Augmented,
        ["diminished"] = ChordQuality.Diminished, ["dominant"] = ChordQuality.Seventh, ["dominant-ninth"] = ChordQuality.Seventh,
        ["dominant-11th"] = ChordQuality.Seventh, ["dominant-13th"] = ChordQuality.Seventh, ["augmented-seventh"] = ChordQuality.Seventh,
        ["augmented-ninth"] = ChordQuality.Seventh, ["major-minor"] = ChordQuality.Seventh, ["major-seventh"] = ChordQuality.Major7,
        ["major-ninth"] = ChordQuality.Major7, ["major-11th"] = ChordQuality.Major7, ["major-13th"] = ChordQuality.Major7,
        ["minor-seventh"] = ChordQuality.Minor7, ["minor-ninth"] = ChordQuality.Minor7, ["minor-11th"] = ChordQuality.Minor7,
        ["minor-13th"] = ChordQuality.Minor7, ["diminished-seventh"] = ChordQuality.Diminished7, ["half-diminished"] = ChordQuality.HalfDiminished,
        ["minor-major"] = ChordQuality.MinorMajor7, ["major-sixth"] = ChordQuality.Sixth, ["maj69"] = ChordQuality.Sixth,
        ["minor-sixth"] = ChordQuality.Minor6, ["suspended-fourth"] = ChordQuality.Suspended4, ["suspended-second"] = ChordQuality.Suspended2,
        ["power"] = ChordQuality.Power,
    };

    /// <summary>A kind that is not listed is no chord: the melody goes on without one.</summary>
    public static ChordQuality Quality(string kind) => Kinds.GetValueOrDefault(kind);
}
