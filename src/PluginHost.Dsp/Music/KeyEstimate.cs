namespace PluginHost.Dsp.Music;

/// <summary>
/// The key of a distribution of pitch classes after Krumhansl and Schmuckler (Krumhansl, "Cognitive foundations of musical pitch",
/// Oxford University Press, 1990, chapter 4): the one of 24 whose profile of probe-tone ratings (Krumhansl and Kessler, 1982)
/// correlates best.
/// </summary>
public static class KeyEstimate
{
    private const int Classes = 12;

    private static readonly string[] Names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    private static readonly double[] Major = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];

    private static readonly double[] Minor = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

    /// <summary>Estimates the key. Allocates. [any-thread]</summary>
    /// <param name="chroma">How much there is of each pitch class, 12 values from C upwards, 0 and more.</param>
    /// <returns>
    /// The key, e.g. <c>C major</c> or <c>F# minor</c>, and its correlation, -1 to 1; null when all classes are alike, as in silence.
    /// </returns>
    public static (string Key, double Correlation)? Of(ReadOnlySpan<double> chroma)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(chroma.Length, Classes);
        (string Key, double Correlation)? best = null;
        for (int tonic = 0; tonic < Classes; tonic++)
        {
            foreach ((double[] profile, string mode) in ((double[], string)[])[(Major, "major"), (Minor, "minor")])
            {
                double correlation = Correlation(chroma, profile, tonic);
                if (correlation > (best?.Correlation ?? double.NegativeInfinity))
                    best = ($"{Names[tonic]} {mode}", correlation);
            }
        }
        return best;
    }

    /// <summary>Pearson's, with the profile turned up to the tonic; no number when the classes do not vary.</summary>
    private static double Correlation(ReadOnlySpan<double> chroma, double[] profile, int tonic)
    {
        double meanChroma = 0, meanProfile = 0;
        for (int i = 0; i < Classes; i++)
        {
            meanChroma += chroma[i] / Classes;
            meanProfile += profile[i] / Classes;
        }
        double both = 0, ofChroma = 0, ofProfile = 0;
        for (int i = 0; i < Classes; i++)
        {
            double x = chroma[(i + tonic) % Classes] - meanChroma;
            double y = profile[i] - meanProfile;
            both += x * y;
            ofChroma += x * x;
            ofProfile += y * y;
        }
        return both / Math.Sqrt(ofChroma * ofProfile);
    }
}
