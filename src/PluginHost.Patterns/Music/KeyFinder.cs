namespace PluginHost.Patterns.Music;

/// <summary>
/// Finds a piece's key by correlation with the profiles of Krumhansl and Kessler (Krumhansl, "Cognitive Foundations of
/// Musical Pitch", 1990, table 2.1).
/// </summary>
public static class KeyFinder
{
    private static readonly double[] MajorProfile = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
    private static readonly double[] MinorProfile = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];

    /// <summary>Finds the key, major or minor. [any-thread]</summary>
    /// <param name="weights">How much each of the 12 pitch classes sounds.</param>
    /// <returns>The key with the highest correlation; C major when all is silent.</returns>
    public static Key Find(ReadOnlySpan<double> weights)
    {
        Key best = default;
        double bestScore = 0;
        for (int tonic = 0; tonic < PitchClass.Count; tonic++)
        {
            foreach (Scale scale in (ReadOnlySpan<Scale>)[Scale.Major, Scale.Minor])
            {
                double score = Correlation(weights, scale == Scale.Major ? MajorProfile : MinorProfile, tonic);
                if (score > bestScore)
                    (best, bestScore) = (new Key(tonic, scale), score);
            }
        }
        return best;
    }

    private static double Correlation(ReadOnlySpan<double> weights, double[] profile, int tonic)
    {
        double meanWeight = 0;
        foreach (double weight in weights)
            meanWeight += weight / PitchClass.Count;
        double meanProfile = profile.Average();
        double product = 0;
        double power = 0;
        double profilePower = 0;
        for (int pitch = 0; pitch < PitchClass.Count; pitch++)
        {
            double a = weights[pitch] - meanWeight;
            double b = profile[PitchClass.Wrap(pitch - tonic)] - meanProfile;
            product += a * b;
            power += a * a;
            profilePower += b * b;
        }
        return power == 0 ? 0 : product / Math.Sqrt(power * profilePower);
    }
}
