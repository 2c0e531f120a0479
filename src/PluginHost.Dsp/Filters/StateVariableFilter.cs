using System.Runtime.CompilerServices;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// A second-order filter of one channel whose frequency may move at every frame: two integrators by the trapezoidal
/// rule, whose loop without delay is solved in advance. Stable for any frequency and damping, however fast they move.
/// </summary>
/// <remarks>
/// Andrew Simper, "Solving the continuous SVF equations using trapezoidal integration and equivalent currents"
/// (Cytomic, 2013); topology-preserving transform after Vadim Zavalishin, "The Art of VA Filter Design" (2012). The
/// state is what the integrators hold, so it stays meaningful when the frequency moves, which that of a <see
/// cref="Biquad"/> does not. What has decayed becomes exactly 0. Results do not depend on how a stream is cut into
/// blocks.
/// </remarks>
public sealed class StateVariableFilter
{
    private double _band;
    private double _low;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => _band = _low = 0;

    /// <summary>Warps a frequency so that the trapezoidal rule meets it exactly: tan(pi frequency).
    /// [any-thread]</summary>
    /// <param name="frequency">Cycles per sample, above 0 and below 0.5.</param>
    /// <returns>What <see cref="Next"/> takes.</returns>
    public static double Warp(double frequency) => Math.Tan(Math.PI * frequency);

    /// <summary>Takes one sample through the filter. [audio-thread]</summary>
    /// <param name="sample">The input.</param>
    /// <param name="warped">The frequency by <see cref="Warp"/>.</param>
    /// <param name="shape">What the filter does there; may differ from that of the last frame.</param>
    /// <returns>The output.</returns>
    public float Next(float sample, double warped, in SvfShape shape)
    {
        (double a1, double a2, double a3) = Solve(warped, shape);
        return (float)Step(sample, a1, a2, a3, shape, ref _band, ref _low);
    }

    /// <summary>Filters in place at one frequency. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number.</param>
    /// <param name="frequency">Cycles per sample, above 0 and below 0.5.</param>
    /// <param name="shape">What the filter does there.</param>
    public void Process(Span<float> samples, double frequency, in SvfShape shape)
    {
        (double a1, double a2, double a3) = Solve(Warp(frequency), shape);
        (double band, double low) = (_band, _low);
        foreach (ref float sample in samples)
            sample = (float)Step(sample, a1, a2, a3, shape, ref band, ref low);
        (_band, _low) = (band, low);
    }

    /// <summary>Filters in place at a frequency of its own for every frame. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number.</param>
    /// <param name="frequencies">Cycles per sample, above 0 and below 0.5; one a frame, not overlapping.</param>
    /// <param name="shape">What the filter does there.</param>
    public void Process(Span<float> samples, ReadOnlySpan<float> frequencies, in SvfShape shape)
    {
        frequencies = frequencies[..samples.Length];
        (double band, double low) = (_band, _low);
        for (int i = 0; i < samples.Length; i++)
        {
            (double a1, double a2, double a3) = Solve(Warp(frequencies[i]), shape);
            samples[i] = (float)Step(samples[i], a1, a2, a3, shape, ref band, ref low);
        }
        (_band, _low) = (band, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double A1, double A2, double A3) Solve(double warped, in SvfShape shape)
    {
        double g = warped * shape.Stretch;
        double a1 = 1 / (1 + (g * (g + shape.Damping)));
        return (a1, g * a1, g * g * a1);
    }

    // The names of the paper: v1 and v2 are band and low output, the states its equivalent currents.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Step(
        double v0, double a1, double a2, double a3, in SvfShape shape, ref double band, ref double low)
    {
        double v3 = v0 - low;
        double v1 = (a1 * band) + (a2 * v3);
        double v2 = low + (a2 * band) + (a3 * v3);
        band = Tiny.Flush((2 * v1) - band);
        low = Tiny.Flush((2 * v2) - low);
        return (shape.Input * v0) + (shape.Band * v1) + (shape.Low * v2);
    }
}
