using System.Numerics;
using System.Runtime.CompilerServices;

namespace PluginHost.Dsp.Filters;

/// <summary>Transposed direct form II, written once for every number type.</summary>
internal static class BiquadRecursion
{
    /// <summary>Filters in place. Does not allocate. [any-thread]</summary>
    /// <typeparam name="T">What is computed in; double where samples are float, see <see cref="Biquad"/>.</typeparam>
    /// <typeparam name="TSample">What samples are kept in.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TSample>(in BiquadCoefficients<T> filter, ref T state1, ref T state2, Span<TSample> samples)
        where T : struct, IFloatingPointIeee754<T>
        where TSample : struct, INumberBase<TSample>
    {
        // Locals, or every frame would wait for the memory of the one before.
        (T b0, T b1, T b2, T a1, T a2) = filter;
        (T s1, T s2) = (state1, state2);
        for (int i = 0; i < samples.Length; i++)
        {
            T x = T.CreateTruncating(samples[i]);
            T y = (b0 * x) + s1;
            s1 = (b1 * x) - (a1 * y) + s2;
            s2 = (b2 * x) - (a2 * y);
            samples[i] = TSample.CreateTruncating(y);
        }
        (state1, state2) = (s1, s2);
    }
}
