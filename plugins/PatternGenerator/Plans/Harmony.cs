using PluginHost.Patterns.Music;

namespace PluginHost.Plugins.Plans;

/// <summary>The keys and chord progressions to choose from.</summary>
internal static class Harmony
{
    /// <summary>Names of the choices of the chords: spelled in C major or A minor, moved to the key. The first is that of a
    /// model.</summary>
    public static readonly string[] ProgressionNames =
    [
        "learned", "tonic", "am-f-c-g", "c-g-am-f", "c-am-f-g", "c-f-g-c", "am-g-f-e", "am-dm-e7-am", "dm7-g7-cmaj7", "am7-d7", "blues",
        "minor-blues",
    ];

    /// <summary>Names of the choices of the key.</summary>
    public static readonly string[] KeyNames = [.. Enumerable.Range(0, 24).Select(NameOf)];

    // Two of each: for a major and for a minor key.
    private static readonly ChordProgression[] Progressions = [.. new[]
    {
        "C", "Am", "C", "Am", "Am F C G", "Am F C G", "C G Am F", "C G Am F", "C Am F G", "C Am F G", "C F G C", "C F G C", "Am G F E", "Am G F E",
        "Am Dm E7 Am", "Am Dm E7 Am", "Dm7 G7 Cmaj7 Cmaj7", "Dm7 G7 Cmaj7 Cmaj7", "Am7 D7", "Am7 D7",
        "C7 C7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7", "A7 A7 A7 A7 D7 D7 A7 A7 E7 D7 A7 E7",
        "Cm7 Cm7 Cm7 Cm7 Fm7 Fm7 Cm7 Cm7 Ab7 G7 Cm7 G7", "Am7 Am7 Am7 Am7 Dm7 Dm7 Am7 Am7 F7 E7 Am7 E7",
    }.Select(ChordProgression.Parse)];

    /// <summary>Gets a key by the number of its choice. [any-thread]</summary>
    public static Key KeyOf(int choice) => new(choice % 12, choice < 12 ? Scale.Major : Scale.Minor);

    /// <summary>Gets the chord of a bar. Does not allocate. [any-thread]</summary>
    /// <param name="progression">Number of the choice; the model's gives the tonic, in case there is no model.</param>
    /// <param name="key">Where it is moved to.</param>
    /// <param name="bar">0 or more.</param>
    public static Chord ChordOf(int progression, Key key, long bar)
    {
        ChordProgression chords = Progressions[(2 * progression) + (key.IsMinor ? 1 : 0)];
        return chords[(int)(bar % chords.Bars)].Transpose(key.Tonic - (key.IsMinor ? 9 : 0));
    }

    private static string NameOf(int choice) => PitchClass.Name(choice) + (choice < 12 ? "" : "m");
}
