using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Levels;

/// <summary>Gains and peaks of whole spans, as many samples at a time as the processor takes.</summary>
public static class Level
{
    /// <summary>Multiplies every sample by one gain. Does not allocate. [any-thread]</summary>
    /// <typeparam name="T">The number type; registers are filled with those that fit.</typeparam>
    /// <param name="samples">Changed in place; left bit for bit alone by a gain of 1.</param>
    /// <param name="gain">A factor.</param>
    public static void Scale<T>(Span<T> samples, T gain)
        where T : struct, INumberBase<T>
    {
        if (gain == T.One)
            return;
        int done = 0;
        if (Vector<T>.IsSupported)
        {
            Span<Vector<T>> wide = MemoryMarshal.Cast<T, Vector<T>>(samples);
            for (int i = 0; i < wide.Length; i++)
                wide[i] *= gain;
            done = wide.Length * Vector<T>.Count;
        }
        for (int i = done; i < samples.Length; i++)
            samples[i] *= gain;
    }

    /// <summary>Multiplies every sample by its own gain. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="gains">One factor for each sample; must not overlap them.</param>
    public static void Multiply(Span<float> samples, ReadOnlySpan<float> gains)
    {
        gains = gains[..samples.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= gains[i];
    }

    /// <summary>Finds the largest magnitude. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Any number.</param>
    /// <returns>0 or more; 0 for none; not a number if any sample is none.</returns>
    /// <remarks>Without their sign, IEEE 754 bit patterns are ordered as integers, which compare in the least time.</remarks>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        const int magnitude = int.MaxValue;
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(samples);
        ReadOnlySpan<Vector<int>> wide = MemoryMarshal.Cast<int, Vector<int>>(bits);
        Vector<int> peaks = Vector<int>.Zero;
        foreach (Vector<int> some in wide)
            peaks = Vector.Max(peaks, some & new Vector<int>(magnitude));
        int peak = 0;
        for (int i = 0; i < Vector<int>.Count; i++)
            peak = Math.Max(peak, peaks[i]);
        foreach (int rest in bits[(wide.Length * Vector<int>.Count)..])
            peak = Math.Max(peak, rest & magnitude);
        return BitConverter.Int32BitsToSingle(peak);
    }

    /// <summary>Computes the mean of the squares; its root is the RMS level. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Any number. They are summed up in float, some lanes for themselves, so use blocks rather
    /// than minutes: the relative error is within 1e-5 for 65536 of them.</param>
    /// <returns>0 or more; 0 for none.</returns>
    public static float MeanSquare(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(samples);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> some in wide)
            sums += some * some;
        float sum = Vector.Sum(sums);
        for (int i = wide.Length * Vector<float>.Count; i < samples.Length; i++)
            sum += samples[i] * samples[i];
        return samples.IsEmpty ? 0 : sum / samples.Length;
    }
}
