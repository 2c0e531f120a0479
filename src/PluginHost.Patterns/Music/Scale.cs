namespace PluginHost.Patterns.Music;

/// <summary>The scales a key may have.</summary>
public enum Scale
{
    /// <summary>Ionian: 0 2 4 5 7 9 11.</summary>
    Major,

    /// <summary>Natural minor, aeolian: 0 2 3 5 7 8 10.</summary>
    Minor,

    /// <summary>Minor with a leading note: 0 2 3 5 7 8 11.</summary>
    HarmonicMinor,

    /// <summary>Minor with a major sixth: 0 2 3 5 7 9 10.</summary>
    Dorian,

    /// <summary>Minor with a minor second: 0 1 3 5 7 8 10.</summary>
    Phrygian,

    /// <summary>Major with an augmented fourth: 0 2 4 6 7 9 11.</summary>
    Lydian,

    /// <summary>Major with a minor seventh: 0 2 4 5 7 9 10.</summary>
    Mixolydian,

    /// <summary>Five notes: 0 2 4 7 9.</summary>
    MajorPentatonic,

    /// <summary>Five notes: 0 3 5 7 10.</summary>
    MinorPentatonic,

    /// <summary>Minor pentatonic and the flat fifth: 0 3 5 6 7 10.</summary>
    Blues,

    /// <summary>All twelve.</summary>
    Chromatic,
}

/// <summary>What a scale contains.</summary>
public static class Scales
{
    private static readonly ushort[] Masks =
    [
        0b1010_1011_0101, 0b0101_1010_1101, 0b1001_1010_1101, 0b0110_1010_1101, 0b0101_1010_1011, 0b1010_1101_0101,
        0b0110_1011_0101, 0b0010_1001_0101, 0b0100_1010_1001, 0b0100_1110_1001, 0b1111_1111_1111,
    ];

    /// <summary>Gets the pitch classes above the tonic: bit 0 is the tonic, bit 11 the major seventh. [any-thread]</summary>
    /// <param name="scale">The scale.</param>
    /// <returns>Twelve bits.</returns>
    public static ushort Mask(this Scale scale) => Masks[(int)scale];

    /// <summary>Tells whether the third above the tonic is minor and not major. [any-thread]</summary>
    /// <param name="scale">The scale.</param>
    /// <returns>False for major and chromatic scales.</returns>
    public static bool IsMinor(this Scale scale) => (scale.Mask() & 0b1_1000) == 0b0_1000;
}
