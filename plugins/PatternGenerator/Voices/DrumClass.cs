namespace PluginHost.Plugins.Voices;

/// <summary>The nine drums of the kit.</summary>
internal enum DrumClass
{
    Kick,
    Snare,
    ClosedHat,
    OpenHat,
    LowTom,
    MidTom,
    HighTom,
    Crash,
    Ride,
}

/// <summary>Maps General MIDI percussion keys onto the nine drums, as Gillick et al., "Learning to Groove with Inverse Sequence
/// Transformations" (ICML 2019), appendix, does; what they leave out goes to the nearest of the nine.</summary>
internal static class DrumKeys
{
    public const int Classes = 9;

    private static readonly DrumClass[] OfKey = Build();

    /// <summary>Gets the drum that a MIDI key plays. [any-thread]</summary>
    /// <param name="key">0 to 127.</param>
    public static DrumClass ClassOf(int key) => OfKey[key & 127];

    /// <summary>Gets the General MIDI key of a drum. [any-thread]</summary>
    public static byte KeyOf(DrumClass drum) => drum switch
    {
        DrumClass.Kick => 36,
        DrumClass.Snare => 38,
        DrumClass.ClosedHat => 42,
        DrumClass.OpenHat => 46,
        DrumClass.LowTom => 43,
        DrumClass.MidTom => 47,
        DrumClass.HighTom => 50,
        DrumClass.Crash => 49,
        _ => 51,
    };

    private static DrumClass[] Build()
    {
        var drums = new DrumClass[128];
        Array.Fill(drums, DrumClass.Ride);
        Set(DrumClass.Kick, 35, 36);
        Set(DrumClass.Snare, 27, 28, 31, 32, 33, 34, 37, 38, 39, 40);
        Set(DrumClass.ClosedHat, 22, 42, 44, 54, 69, 70);
        Set(DrumClass.OpenHat, 26, 46);
        Set(DrumClass.LowTom, 41, 43, 58, 64, 66);
        Set(DrumClass.MidTom, 45, 47, 61, 63, 65);
        Set(DrumClass.HighTom, 48, 50, 60, 62);
        Set(DrumClass.Crash, 49, 52, 55, 57);
        return drums;

        void Set(DrumClass drum, params ReadOnlySpan<int> keys)
        {
            foreach (int key in keys)
                drums[key] = drum;
        }
    }
}
