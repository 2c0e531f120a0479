using System.Numerics;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// Filters of finite length and linear phase: the ideal impulse response cut out by a Kaiser window. Frequencies are in
/// cycles per sample. They delay by half of (taps - 1) frames; <see cref="MinimumPhase"/> makes them delay least.
/// </summary>
/// <remarks>
/// J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function" (ISCAS 1974); A. V. Oppenheim
/// and R. W. Schafer, "Discrete-Time Signal Processing", section "Design of FIR filters by windowing". The gain is 1/2
/// at a cut; ripple in the pass band equals leakage in the stop band. Everything here allocates its result.
/// </remarks>
public static class FirDesign
{
    /// <summary>Computes the shape parameter of the window for an attenuation (Kaiser's fit). [any-thread]</summary>
    /// <param name="attenuationDb">Attenuation wanted in the stop band, 0 dB and more.</param>
    /// <returns>Beta, 0 for a rectangle.</returns>
    public static double KaiserBeta(double attenuationDb) => attenuationDb switch
    {
        > 50 => 0.1102 * (attenuationDb - 8.7),
        > 21 => (0.5842 * Math.Pow(attenuationDb - 21, 0.4)) + (0.07886 * (attenuationDb - 21)),
        _ => 0,
    };

    /// <summary>Computes how many taps an attenuation needs (Kaiser's fit, with his constants). [any-thread]</summary>
    /// <param name="attenuationDb">Attenuation wanted in the stop band, above 21 dB.</param>
    /// <param name="transition">Width from pass band to stop band in cycles per sample, above 0.</param>
    /// <returns>Taps, rounded up.</returns>
    public static int KaiserTaps(double attenuationDb, double transition) =>
        (int)Math.Ceiling(((attenuationDb - 7.95) / (2.285 * 2 * Math.PI * transition)) + 1);

    /// <summary>Makes the window: I0(beta sqrt(1 - t^2)) / I0(beta), t from -1 to 1. Allocates.
    /// [control-thread]</summary>
    /// <param name="taps">Length, at least 1.</param>
    /// <param name="beta">By <see cref="KaiserBeta"/>.</param>
    /// <returns>The window, symmetrical, 1 in the middle.</returns>
    public static double[] KaiserWindow(int taps, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        double[] window = new double[taps];
        double middle = (taps - 1) / 2.0;
        for (int i = 0; i < taps; i++)
        {
            double t = middle == 0 ? 0 : (i - middle) / middle;
            window[i] = BesselI0(beta * Math.Sqrt(Math.Max(0, 1 - (t * t)))) / BesselI0(beta);
        }
        return window;
    }

    /// <summary>Passes what lies below a frequency. Allocates. [control-thread]</summary>
    /// <param name="taps">Length, at least 1.</param>
    /// <param name="cut">Where the gain is 1/2, 0 to 0.5 cycles per sample.</param>
    /// <param name="beta">By <see cref="KaiserBeta"/>.</param>
    /// <returns>The impulse response.</returns>
    public static double[] LowPass(int taps, double cut, double beta) => BandPass(taps, 0, cut, beta);

    /// <summary>Passes what lies above a frequency. Allocates. [control-thread]</summary>
    /// <param name="taps">Length, odd, for with an even one the gain at half the sample rate can only be 0.</param>
    /// <param name="cut">Where the gain is 1/2, 0 to 0.5 cycles per sample.</param>
    /// <param name="beta">By <see cref="KaiserBeta"/>.</param>
    /// <returns>The impulse response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is even.</exception>
    public static double[] HighPass(int taps, double cut, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(taps % 2, 1, nameof(taps));
        return BandPass(taps, cut, 0.5, beta);
    }

    /// <summary>Passes what lies between two frequencies. Allocates. [control-thread]</summary>
    /// <param name="taps">Length, at least 1.</param>
    /// <param name="low">Lower cut, where the gain is 1/2, in cycles per sample.</param>
    /// <param name="high">Upper cut likewise, above the lower and at most 0.5.</param>
    /// <param name="beta">By <see cref="KaiserBeta"/>.</param>
    /// <returns>The impulse response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cuts do not follow one another within 0 and 0.5.</exception>
    public static double[] BandPass(int taps, double low, double high, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(low);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(high, 0.5);
        double[] response = KaiserWindow(taps, beta);
        for (int i = 0; i < taps; i++)
        {
            double frame = i - ((taps - 1) / 2.0);
            response[i] *= Ideal(high, frame) - Ideal(low, frame);
        }
        return response;
    }

    /// <summary>Gives a filter the least phase its magnitude allows, so that it hardly delays; the whole magnitude, at the
    /// same length. Allocates some 10 kB per tap for a while. [control-thread]</summary>
    /// <param name="taps">A filter of any phase, 1 to 16 384 finite taps, not all 0.</param>
    /// <returns>As many taps, of which the first are the largest. The sum of the first n squares is at least that of
    /// the filter, for every n.</returns>
    /// <exception cref="ArgumentException">A tap is not finite, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no taps or too many.</exception>
    /// <remarks>
    /// By the real cepstrum, as <see cref="Filters.MinimumPhase"/>. Zeros on the unit circle, as in a stop band, make the
    /// cepstrum long; therefore the grid has 400 points and more per tap, which leaves errors of up to 2e-4 of the largest
    /// tap and much less in the magnitude. scipy.signal.minimum_phase (homomorphic)
    /// takes the root of the magnitude instead, at half the length; it gives these taps for the filter convolved with
    /// itself.
    /// </remarks>
    public static double[] MinimumPhase(ReadOnlySpan<double> taps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps.Length, 1, nameof(taps));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(taps.Length, 16_384, nameof(taps));
        Complex[] values = new Complex[BitOperations.RoundUpToPowerOf2(400 * (uint)taps.Length)];
        for (int i = 0; i < taps.Length; i++)
            values[i] = taps[i];
        ExactFft.Forward(values);
        double[] magnitudes = [.. values.Select(value => value.Magnitude)];
        double peak = magnitudes.Max();
        if (peak == 0 || !double.IsFinite(peak))
            throw new ArgumentException("The filter has taps that are not finite, or nothing but zeros.", nameof(taps));
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Log(Math.Max(magnitudes[i], Math.Max(Floor(i), 1e-12 * peak)));
        // An even spectrum is its own mirror, so that the forward transform is the inverse but for the scale.
        ExactFft.Forward(values);
        int half = values.Length / 2;
        for (int i = 0; i <= half; i++)
            values[i] = values[i].Real * (i % half == 0 ? 1 : 2) / values.Length;
        values.AsSpan(half + 1).Clear();
        ExactFft.Forward(values);
        for (int i = 0; i < values.Length; i++)
            values[i] = Complex.Conjugate(Complex.Exp(values[i]));
        ExactFft.Forward(values);
        double[] result = new double[taps.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i].Real / values.Length;
        return result;

        // The logarithms of a zero's distances from all points of the grid add up to what they should if one that it
        // lies upon has this value instead of 0.
        double Floor(int i) => (magnitudes[(i == 0 ? magnitudes.Length : i) - 1] + magnitudes[(i + 1) % magnitudes.Length]) / (4 * Math.PI);
    }

    private static double Ideal(double cut, double frame) =>
        frame == 0 ? 2 * cut : Math.Sin(2 * Math.PI * cut * frame) / (Math.PI * frame);

    // The series sum of ((x/2)^k / k!)^2: all terms are positive, so it loses nothing.
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            double factor = x / (2 * k);
            term *= factor * factor;
            sum += term;
        }
        return sum;
    }
}
