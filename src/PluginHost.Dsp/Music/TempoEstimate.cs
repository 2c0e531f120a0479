namespace PluginHost.Dsp.Music;

/// <summary>
/// The tempo of an onset envelope after Ellis, "Beat tracking by dynamic programming", Journal of New Music Research 36(1), 2007,
/// section 3.3: the lag at which the autocorrelation, weighted towards 120 beats per minute by a Gaussian over the logarithm of the lag
/// and supported by its double or triple, is greatest.
/// </summary>
/// <remarks>Like every listener it may take twice or half as many beats as another would.</remarks>
public static class TempoEstimate
{
    private const double PreferredSeconds = 0.5;
    private const double SpreadOctaves = 1.4;
    private const double SlowestBpm = 40;
    private const double FastestBpm = 240;

    // Half a minute to learn from, at least three beats of the slowest tempo.
    private const double MostSeconds = 30;

    /// <summary>Estimates the tempo. Allocates. [control-thread]</summary>
    /// <param name="onsets">Onset strength over time, 0 where nothing begins; several pieces of half a minute are averaged.</param>
    /// <param name="framesPerSecond">Values of a second, above 0.</param>
    /// <returns>
    /// Quarter notes, or what is felt as such, per minute, 40 to 240, and how clear they are: the autocorrelation there over that
    /// at 0, 0 to 1. Null when there is too little or nothing begins.
    /// </returns>
    public static (double Bpm, double Clarity)? Of(ReadOnlySpan<float> onsets, double framesPerSecond)
    {
        int longest = (int)Math.Ceiling(3 * 60 / SlowestBpm * framesPerSecond) + 2;
        int piece = Math.Min(onsets.Length, (int)(MostSeconds * framesPerSecond));
        if (piece < 2 * longest / 3)
            return null;
        double[] correlation = new double[longest + 1];
        for (int start = 0; start + piece <= onsets.Length; start += piece)
            Correlate(onsets.Slice(start, piece), correlation);
        return correlation[0] > 0 ? Best(correlation, framesPerSecond) : null;
    }

    private static (double Bpm, double Clarity)? Best(double[] correlation, double framesPerSecond)
    {
        int first = (int)Math.Ceiling(60 / FastestBpm * framesPerSecond);
        int last = (int)Math.Floor(60 / SlowestBpm * framesPerSecond);
        (int lag, double most) = (0, 0);
        for (int at = Math.Max(first, 1); at <= last; at++)
        {
            double octaves = Math.Log2(at / framesPerSecond / PreferredSeconds) / SpreadOctaves;
            double weight = Math.Exp(-0.5 * octaves * octaves);
            double duple = At(at) + (0.5 * At(2 * at)) + (0.25 * At((2 * at) - 1)) + (0.25 * At((2 * at) + 1));
            double triple = At(at) + (0.33 * At(3 * at)) + (0.33 * At((3 * at) - 1)) + (0.33 * At((3 * at) + 1));
            double strength = weight * Math.Max(duple, triple);
            if (strength > most)
                (lag, most) = (at, strength);
        }
        if (lag == 0)
            return null;
        return (60 * framesPerSecond / Refine(correlation, lag), Math.Clamp(correlation[lag] / correlation[0], 0, 1));

        double At(int frames) => frames < correlation.Length ? correlation[frames] : 0;
    }

    /// <summary>Where the parabola through three points, the middle one a maximum of the whole, has its top.</summary>
    private static double Refine(double[] correlation, int lag)
    {
        // A multiple of the lag tells it more finely, if there is a peak.
        int multiple = 1;
        for (int times = 2; times <= 3; times++)
        {
            if (times * lag + 2 < correlation.Length)
                multiple = times;
        }
        int near = multiple * lag;
        int reach = multiple;
        for (int at = near - reach; at <= near + reach; at++)
        {
            if (correlation[at] > correlation[near])
                near = at;
        }
        (double before, double middle, double after) = (correlation[near - 1], correlation[near], correlation[near + 1]);
        double bend = before - (2 * middle) + after;
        double offset = bend < 0 ? Math.Clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
        return (near + offset) / multiple;
    }

    private static void Correlate(ReadOnlySpan<float> onsets, double[] sums)
    {
        double mean = 0;
        foreach (float onset in onsets)
            mean += onset;
        mean /= onsets.Length;
        float[] centred = new float[onsets.Length];
        for (int i = 0; i < centred.Length; i++)
            centred[i] = (float)(onsets[i] - mean);
        for (int lag = 0; lag < sums.Length && lag < centred.Length; lag++)
        {
            ReadOnlySpan<float> late = centred.AsSpan(lag);
            ReadOnlySpan<float> early = centred.AsSpan(0, late.Length);
            double sum = 0;
            for (int i = 0; i < late.Length; i++)
                sum += late[i] * early[i];
            sums[lag] += sum;
        }
    }
}
