namespace PluginHost.Patterns.Music;

/// <summary>What a chord has above its root. The order is that of the models' tokens and must not change.</summary>
public enum ChordQuality
{
    /// <summary>No chord at all.</summary>
    None,

    /// <summary>0 4 7.</summary>
    Major,

    /// <summary>0 3 7.</summary>
    Minor,

    /// <summary>0 4 7 10.</summary>
    Seventh,

    /// <summary>0 4 7 11.</summary>
    Major7,

    /// <summary>0 3 7 10.</summary>
    Minor7,

    /// <summary>0 3 6.</summary>
    Diminished,

    /// <summary>0 4 8.</summary>
    Augmented,

    /// <summary>0 5 7.</summary>
    Suspended4,

    /// <summary>0 2 7.</summary>
    Suspended2,

    /// <summary>0 4 7 9.</summary>
    Sixth,

    /// <summary>0 3 7 9.</summary>
    Minor6,

    /// <summary>0 3 6 10.</summary>
    HalfDiminished,

    /// <summary>0 3 6 9.</summary>
    Diminished7,

    /// <summary>0 3 7 11.</summary>
    MinorMajor7,

    /// <summary>0 7.</summary>
    Power,
}

/// <summary>What a quality contains and how it is written.</summary>
public static class ChordQualities
{
    /// <summary>Qualities, <see cref="ChordQuality.None"/> included.</summary>
    public const int Count = 16;

    private static readonly ushort[] Masks =
    [
        0, 0b0000_1001_0001, 0b0000_1000_1001, 0b0100_1001_0001, 0b1000_1001_0001, 0b0100_1000_1001, 0b0000_0100_1001,
        0b0001_0001_0001, 0b0000_1010_0001, 0b0000_1000_0101, 0b0010_1001_0001, 0b0010_1000_1001, 0b0100_0100_1001,
        0b0010_0100_1001, 0b1000_1000_1001, 0b0000_1000_0001,
    ];

    private static readonly string[] Suffixes =
        ["N.C.", "", "m", "7", "maj7", "m7", "dim", "aug", "sus4", "sus2", "6", "m6", "m7b5", "dim7", "mMaj7", "5"];

    /// <summary>Gets the intervals above the root: bit 0 is the root. [any-thread]</summary>
    /// <param name="quality">The quality.</param>
    /// <returns>Twelve bits; 0 for no chord.</returns>
    public static ushort Mask(this ChordQuality quality) => Masks[(int)quality];

    /// <summary>Gets what is written after the root. [any-thread]</summary>
    /// <param name="quality">The quality.</param>
    /// <returns>Such as "m7b5"; "N.C." for no chord.</returns>
    public static string Suffix(this ChordQuality quality) => Suffixes[(int)quality];
}
