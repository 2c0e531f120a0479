using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Resampling;

/// <summary>A symmetrical filter of even length over a window that holds the frames before as well.</summary>
internal static class SymmetricFir
{
    /// <summary>y[i] = sum of taps[j] (x[i + j] + x[i + 2 M - 1 - j]), M taps. As many outputs at a time as a vector
    /// holds; each sums up in the same order with the same rounding, wherever it lies.</summary>
    public static void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> taps, Span<float> y)
    {
        int last = (2 * taps.Length) - 1, lanes = Vector<float>.Count, done = 0;
        x = x[..(y.Length + last)];
        // Two vectors in turn, or every sum would wait for the one before.
        for (; done <= y.Length - (2 * lanes); done += 2 * lanes)
        {
            Vector<float> first = default, second = default;
            for (int j = 0; j < taps.Length; j++)
            {
                Vector<float> tap = new(taps[j]);
                first = Vector.MultiplyAddEstimate(tap, At(x, done + j) + At(x, done + last - j), first);
                second = Vector.MultiplyAddEstimate(
                    tap, At(x, done + lanes + j) + At(x, done + lanes + last - j), second);
            }
            first.CopyTo(y[done..]);
            second.CopyTo(y[(done + lanes)..]);
        }
        for (; done < y.Length; done++)
        {
            float sum = 0;
            for (int j = 0; j < taps.Length; j++)
                sum = float.MultiplyAddEstimate(taps[j], x[done + j] + x[done + last - j], sum);
            y[done] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> At(ReadOnlySpan<float> x, int place) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(x), (nuint)place);
}
