namespace PluginHost.Dsp.Spectra;

/// <summary>What copies of a window add up to, each one hop after the other: the same everywhere ("constant overlap-add")
/// where the window suits the hop.</summary>
public static class OverlapSum
{
    /// <summary>Computes the sum over m of window[n + m hop], for n = 0 to hop - 1; allocates. [control-thread]</summary>
    /// <param name="window">At least one sample.</param>
    /// <param name="hop">Samples from copy to copy, at least 1.</param>
    /// <returns>One period of the sum, <paramref name="hop"/> values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The hop is below 1.</exception>
    public static double[] Of(ReadOnlySpan<float> window, int hop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        double[] sum = new double[hop];
        for (int n = 0; n < window.Length; n++)
            sum[n % hop] += window[n];
        return sum;
    }

    /// <summary>Computes how far the sum strays: (greatest - least) / mean; 0 where copies add up evenly; allocates.
    /// [control-thread]</summary>
    /// <param name="window">At least one sample.</param>
    /// <param name="hop">Samples from copy to copy, at least 1.</param>
    /// <returns>The ripple, 0 or above.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The hop is below 1.</exception>
    public static double Ripple(ReadOnlySpan<float> window, int hop)
    {
        double[] sum = Of(window, hop);
        return (sum.Max() - sum.Min()) / sum.Average();
    }
}
