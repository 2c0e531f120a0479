using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Engine.Chains;

/// <summary>Looks once over samples for their peak and for what is not finite.</summary>
internal static class SampleScan
{
    private const int MagnitudeBits = 0x7FFF_FFFF;
    private const int InfinityBits = 0x7F80_0000;

    /// <summary>Finds the largest magnitude; infinity when any sample is infinite or no number. [audio-thread]</summary>
    /// <param name="samples">Any number of samples.</param>
    /// <returns>0 or more.</returns>
    /// <remarks>
    /// Without their sign, IEEE 754 bit patterns are ordered as integers, and those of infinities and NaN lie above all others:
    /// one integer maximum answers both questions.
    /// </remarks>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(samples);
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(bits);
        Vector<int> most = Vector<int>.Zero;
        Vector<int> mask = new(MagnitudeBits);
        foreach (Vector<int> vector in vectors)
            most = Vector.Max(most, vector & mask);
        int peak = 0;
        for (int i = 0; i < Vector<int>.Count; i++)
            peak = Math.Max(peak, most[i]);
        foreach (int value in bits[(vectors.Length * Vector<int>.Count)..])
            peak = Math.Max(peak, value & MagnitudeBits);
        return peak >= InfinityBits ? float.PositiveInfinity : BitConverter.Int32BitsToSingle(peak);
    }

    /// <summary>Sums the squares. [audio-thread]</summary>
    /// <param name="samples">Any number of samples.</param>
    /// <returns>The sum.</returns>
    public static float SumOfSquares(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(samples);
        Vector<float> sums = Vector<float>.Zero;
        foreach (Vector<float> vector in vectors)
            sums += vector * vector;
        float sum = Vector.Sum(sums);
        foreach (float sample in samples[(vectors.Length * Vector<float>.Count)..])
            sum += sample * sample;
        return sum;
    }
}
