namespace PluginHost.Dsp.Spectra;

/// <summary>
/// An analysis and a synthesis window that suit each other: with spectra left as they are, the overlapping pieces add up
/// to the signal exactly.
/// </summary>
/// <remarks>The synthesis window is a shape divided by the overlap sum of the products, as in Griffin and Lim, "Signal
/// estimation from modified short-time Fourier transform", 1984.</remarks>
public sealed class WindowPair
{
    private readonly float[] _analysis;
    private readonly float[] _synthesis;

    /// <summary>Scales a synthesis window to suit an analysis window; allocates. [control-thread]</summary>
    /// <param name="analysis">As many samples as the Fourier transform has.</param>
    /// <param name="synthesis">The shape of the synthesis window, up to a factor; as long, and 0 up to where it
    /// starts to matter.</param>
    /// <param name="hop">Samples from one spectrum to the next, 1 to the length.</param>
    /// <exception cref="ArgumentException">The lengths differ, or some instant is in no window: the sum of the products
    /// is not above a thousandth of its mean everywhere.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hop is out of range.</exception>
    public WindowPair(ReadOnlySpan<float> analysis, ReadOnlySpan<float> synthesis, int hop)
    {
        if (analysis.Length != synthesis.Length)
            throw new ArgumentException($"Analysis has {analysis.Length} samples, synthesis {synthesis.Length}.");
        if (hop < 1 || hop > analysis.Length)
            throw new ArgumentOutOfRangeException(nameof(hop), hop, $"1 to {analysis.Length}.");
        Hop = hop;
        double[] sum = new double[hop];
        for (int n = 0; n < analysis.Length; n++)
            sum[n % hop] += (double)analysis[n] * synthesis[n];
        if (!(sum.Min() > 1e-3 * sum.Average()))
            throw new ArgumentException($"With a hop of {hop} the windows do not cover every sample.");
        _analysis = analysis.ToArray();
        _synthesis = new float[analysis.Length];
        for (int n = 0; n < analysis.Length; n++)
            _synthesis[n] = (float)(synthesis[n] / sum[n % hop]);
        LatencyFrames = analysis.Length - synthesis.IndexOfAnyExcept(0f);
    }

    /// <summary>Gets the analysis window. [any-thread]</summary>
    public ReadOnlySpan<float> Analysis => _analysis;

    /// <summary>Gets the synthesis window, as long. [any-thread]</summary>
    public ReadOnlySpan<float> Synthesis => _synthesis;

    /// <summary>Gets the samples from one spectrum to the next. [any-thread]</summary>
    public int Hop { get; }

    /// <summary>Gets the samples by which what is put together again is late: from the first one of the synthesis window
    /// that is not 0 to its end. [any-thread]</summary>
    public int LatencyFrames { get; }

    /// <summary>Uses one window for both; allocates. [control-thread]</summary>
    /// <param name="window">For example <see cref="Windows.SqrtHann"/>.</param>
    /// <param name="hop">Samples from one spectrum to the next.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="ArgumentException">Some instant is in no window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hop is out of range.</exception>
    public static WindowPair Symmetric(ReadOnlySpan<float> window, int hop) => new(window, window, hop);

    /// <summary>
    /// Looks back far for fine frequencies and forward little for low latency: the analysis window rises slowly as half
    /// a sine and falls fast; the product of both windows is a Hann window over the last samples. Mauler and Martin, "A
    /// low delay, variable resolution, perfect reconstruction spectral analysis-synthesis system for speech
    /// enhancement", 2007. Allocates. [control-thread]
    /// </summary>
    /// <param name="length">Samples of the analysis window.</param>
    /// <param name="latencyFrames">Samples of the product and so the latency; even, 2 to <paramref
    /// name="length"/>.</param>
    /// <param name="hop">Samples from one spectrum to the next, 1 to half of the latency.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A latency or hop out of range.</exception>
    public static WindowPair LowDelay(int length, int latencyFrames, int hop)
    {
        if (latencyFrames < 2 || latencyFrames > length || latencyFrames % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(latencyFrames), latencyFrames, $"Even, 2 to {length}.");
        if (hop < 1 || hop > latencyFrames / 2)
            throw new ArgumentOutOfRangeException(nameof(hop), hop, $"1 to {latencyFrames / 2}.");
        int fall = latencyFrames / 2;
        int rise = length - fall;
        float[] analysis = new float[length];
        float[] synthesis = new float[length];
        for (int n = 0; n < length; n++)
        {
            double value = n < rise
                ? Math.Sin(0.5 * Math.PI * (n + 0.5) / rise)
                : Math.Cos(0.5 * Math.PI * (n - rise + 0.5) / fall);
            int into = n - (length - latencyFrames);
            double product = into < 0 ? 0 : 0.5 - (0.5 * Math.Cos(2 * Math.PI * (into + 0.5) / latencyFrames));
            analysis[n] = (float)value;
            synthesis[n] = (float)(product / value);
        }
        return new(analysis, synthesis, hop);
    }
}
