namespace PluginHost.Dsp.Spectra;

/// <summary>
/// Windows for spectra, periodic: of N values the one that would be number N is left out, as it is the first of the
/// next period; so shifted copies add up evenly.
/// </summary>
/// <remarks>After Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform", 1978.
/// Each method allocates the window.</remarks>
public static class Windows
{
    /// <summary>Hann: 0.5 - 0.5 cos(2 pi n / length); evenly adds up at hops of length / 2, / 3, ... [control-thread]</summary>
    /// <param name="length">Samples, at least 1.</param>
    /// <returns>The window, 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static float[] Hann(int length) => Cosines(length, 0.5, 0.5);

    /// <summary>The square root of <see cref="Hann"/>, sin(pi n / length): as analysis and synthesis window it is Hann
    /// in all. [control-thread]</summary>
    /// <param name="length">Samples, at least 1.</param>
    /// <returns>The window, 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static float[] SqrtHann(int length) => Make(length, phase => Math.Sin(Math.PI * phase));

    /// <summary>Hamming: 0.54 - 0.46 cos(2 pi n / length). [control-thread]</summary>
    /// <param name="length">Samples, at least 1.</param>
    /// <returns>The window, 0.08 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static float[] Hamming(int length) => Cosines(length, 0.54, 0.46);

    /// <summary>Blackman and Harris with four terms, side lobes at -92 dB. [control-thread]</summary>
    /// <param name="length">Samples, at least 1.</param>
    /// <returns>The window, 6e-5 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static float[] BlackmanHarris(int length) => Cosines(length, 0.35875, 0.48829, 0.14128, 0.01168);

    /// <summary>Kaiser: I0(beta sqrt(1 - (2 n / length - 1)^2)) / I0(beta); Kaiser and Schafer, "On the use of the
    /// I0-sinh window for spectrum analysis", 1980. [control-thread]</summary>
    /// <param name="length">Samples, at least 1.</param>
    /// <param name="beta">0 for a rectangle, 5 about Hamming, 14 for the lowest side lobes; 0 to 100.</param>
    /// <returns>The window, above 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or beta out of range.</exception>
    public static float[] Kaiser(int length, double beta)
    {
        if (beta is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "0 to 100.");
        double whole = Bessel(beta);
        return Make(length, phase => Bessel(2 * beta * Math.Sqrt(phase * (1 - phase))) / whole);
    }

    private static float[] Cosines(int length, params double[] weights) => Make(length, phase =>
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
            sum += (i % 2 == 0 ? weights[i] : -weights[i]) * Math.Cos(2 * Math.PI * i * phase);
        return sum;
    });

    private static float[] Make(int length, Func<double, double> shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return [.. Enumerable.Range(0, length).Select(n => (float)shape((double)n / length))];
    }

    // The modified Bessel function of order 0 by its power series, which only adds.
    private static double Bessel(double x)
    {
        double sum = 1;
        double term = 1;
        for (int i = 1; term > 1e-17 * sum; i++)
        {
            term *= (x / (2 * i)) * (x / (2 * i));
            sum += term;
        }
        return sum;
    }
}
