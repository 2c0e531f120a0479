using PluginHost.Dsp.Filters;

namespace PluginHost.Dsp.Resampling;

/// <summary>
/// A low-pass at a quarter of the higher rate, for changing a sample rate by 2. Of its 4 Half - 1 taps every second one
/// but the middle is 0, so that one of its two polyphase branches is a plain delay, the other symmetrical.
/// </summary>
/// <remarks>
/// P. P. Vaidyanathan, "Multirate Systems and Filter Banks" (1993), section 4.6; windowed sinc by <see
/// cref="FirDesign"/>. What leaks through the stop band and the ripple of the pass band are equally large: 100 dB and
/// 0.0001 dB by default. It delays by 2 Half - 1 frames of the higher rate.
/// </remarks>
public sealed class HalfBandDesign
{
    /// <summary>Attenuation of images and aliases unless told otherwise.</summary>
    public const double DefaultAttenuationDb = 100;

    /// <summary>Upper end of the pass band in cycles per sample of the lower rate unless told otherwise: 20 kHz at 48
    /// kHz, 18.4 kHz at 44.1 kHz.</summary>
    public const double DefaultPassEdge = 20.0 / 48;

    private readonly float[] _taps;

    /// <summary>Designs a filter. Allocates. [control-thread]</summary>
    /// <param name="attenuationDb">Attenuation of images and aliases of the pass band, 30 to 140 dB; below -120 dB the
    /// rounding of float covers them.</param>
    /// <param name="passEdge">Upper end of the pass band in cycles per sample of the lower rate, above 0 and below 0.5:
    /// the closer, the longer. As much lies between 0.5 and where the stop band begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public HalfBandDesign(double attenuationDb = DefaultAttenuationDb, double passEdge = DefaultPassEdge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attenuationDb, 30);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attenuationDb, 140);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(passEdge);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passEdge, 0.499);
        // Kaiser's fit falls up to 2 dB short of its promise when a filter is short, so aim higher until it is kept.
        double[] taps = Branch(attenuationDb, passEdge);
        for (double aim = attenuationDb + 0.25; Leak(taps, passEdge) > Math.Pow(10, -attenuationDb / 20); aim += 0.25)
            taps = Branch(aim, passEdge);
        _taps = [.. taps.Select(tap => (float)tap)];
    }

    /// <summary>Gets half the length of the branch that is not a delay. [any-thread]</summary>
    public int Half => _taps.Length;

    /// <summary>Gets what it delays, in frames of the higher rate. [any-thread]</summary>
    public int DelayFrames => (2 * Half) - 1;

    /// <summary>Gets the first half of the symmetrical branch; both halves sum up to 1. [any-thread]</summary>
    public ReadOnlySpan<float> Taps => _taps;

    private static double[] Branch(double attenuationDb, double passEdge)
    {
        int half = (FirDesign.KaiserTaps(attenuationDb, 0.5 - passEdge) + 4) / 4;
        double[] whole = FirDesign.LowPass((4 * half) - 1, 0.25, FirDesign.KaiserBeta(attenuationDb));
        double sum = 2 * Enumerable.Range(0, half).Sum(i => whole[2 * i]);
        // Exactly 1 at 0 Hz, so that a constant does not become a tone at half the higher rate.
        return [.. Enumerable.Range(0, half).Select(i => whole[2 * i] / sum)];
    }

    // The largest gain from the lower edge of the stop band to half the higher rate.
    private static double Leak(double[] taps, double passEdge)
    {
        int points = 16 * taps.Length;
        return Enumerable.Range(0, points + 1).Max(point =>
        {
            double frequency = 0.5 - (passEdge / 2 * point / points);
            double angle = 2 * Math.PI * frequency;
            return Math.Abs(0.5 + taps.Select((tap, i) => tap * Math.Cos(angle * ((2 * (taps.Length - i)) - 1))).Sum());
        });
    }
}
