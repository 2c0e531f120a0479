using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Plugins.Gain;

/// <summary>
/// The gain that makes the mean squared error of log spectra least: G = w exp(E1(v) / 2), w = xi / (1 + xi),
/// v = gamma w, with the a-priori SNR xi and the a-posteriori SNR gamma. Ephraim and Malah, "Speech enhancement using a
/// minimum mean-square error log-spectral amplitude estimator", 1985.
/// </summary>
internal static class LogMmse
{
    /// <summary>Computes G squared. [audio-thread]</summary>
    /// <param name="w">xi / (1 + xi), 0 to 1.</param>
    /// <param name="v">gamma w, 0 or above.</param>
    /// <returns>G squared, up to 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SquaredGain(Vector256<float> w, Vector256<float> v) =>
        Vector256.MinNative(w * w * ExpE1(v), Vector256<float>.One);

    /// <summary>Computes exp(E1(v)) = 1 + exp(-v) q(v) / v, where q is a rational function of degree 3 over 3, fitted
    /// to the least greatest error of E1: 1.7e-7 from 1e-6 to 60. [audio-thread]</summary>
    /// <param name="v">0 or above; counts as 1e-6 below that, and as 60 above.</param>
    /// <returns>1 or above.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpE1(Vector256<float> v)
    {
        // Beyond 60 the result is 1 to the last bit, and the polynomials of a large v would be infinite.
        v = Vector256.MinNative(Vector256.MaxNative(v, Vector256.Create(1e-6f)), Vector256.Create(60f));
        Vector256<float> third = Vector256.Create(0.00784324f);
        Vector256<float> top = (((((third * v) + Vector256.Create(0.08033002f)) * v) + Vector256.Create(0.33891047f)) * v)
            + Vector256.Create(0.5614595f);
        Vector256<float> bottom = (((((third * v) + Vector256.Create(0.08993529f)) * v)
            + Vector256.Create(0.38469588f)) * v) + Vector256<float>.One;
        return Vector256<float>.One + (FastMath.Exp(-v) * top / (bottom * v));
    }
}
