using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        ReadOnlySpan<Vector256<int>> vectors = MemoryMarshal.Cast<int, Vector256<int>>(bits);
        Vector256<int> most = default;
        Vector256<int> mask = Vector256.Create(MagnitudeBits);
        foreach (Vector256<int> vector in vectors)
            most = Vector256.Max(most, vector & mask);
        // Eight candidates, then four, two and one.
        Vector128<int> four = Vector128.Max(most.GetLower(), most.GetUpper());
        Vector128<int> two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        int peak = Math.Max(two[0], two[1]);
        foreach (int value in bits[(vectors.Length * Vector256<int>.Count)..])
            peak = Math.Max(peak, value & MagnitudeBits);
        return peak >= InfinityBits ? float.PositiveInfinity : BitConverter.Int32BitsToSingle(peak);
    }

    /// <summary>Sums the squares. [audio-thread]</summary>
    /// <param name="samples">Any number of samples.</param>
    /// <returns>The sum.</returns>
    public static float SumOfSquares(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<Vector256<float>> vectors = MemoryMarshal.Cast<float, Vector256<float>>(samples);
        // Two sums, because each waits for its last addend.
        Vector256<float> even = default, odd = default;
        int i = 0;
        for (; i < vectors.Length - 1; i += 2)
        {
            even += vectors[i] * vectors[i];
            odd += vectors[i + 1] * vectors[i + 1];
        }
        if (i < vectors.Length)
            even += vectors[i] * vectors[i];
        float sum = Vector256.Sum(even + odd);
        foreach (float sample in samples[(vectors.Length * Vector256<float>.Count)..])
            sum += sample * sample;
        return sum;
    }
}
