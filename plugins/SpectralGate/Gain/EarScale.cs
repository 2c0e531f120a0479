namespace PluginHost.Plugins.Gain;

/// <summary>Frequency as the ear spaces it: the number of ERBs below it, 21.4 log10(1 + 0.00437 f). Glasberg and Moore,
/// "Derivation of auditory filter shapes from notched-noise data", 1990.</summary>
internal static class EarScale
{
    /// <summary>Converts Hz to ERBs. [any-thread]</summary>
    public static double FromHertz(double hertz) => 21.4 * Math.Log10(1 + (0.00437 * hertz));

    /// <summary>Converts ERBs to Hz. [any-thread]</summary>
    public static double ToHertz(double erbs) => (Math.Pow(10, erbs / 21.4) - 1) / 0.00437;
}
