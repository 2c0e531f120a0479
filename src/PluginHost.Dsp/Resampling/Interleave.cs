using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Resampling;

internal static class Interleave
{
    /// <summary>Puts even and odd samples in turn.</summary>
    public static void Join(ReadOnlySpan<float> even, ReadOnlySpan<float> odd, Span<float> both)
    {
        int i = 0;
        for (; i <= even.Length - 4; i += 4)
        {
            Vector256<float> halves = Vector256.Create(Vector128.Create(even[i..]), Vector128.Create(odd[i..]));
            Vector256.Shuffle(halves, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).CopyTo(both[(2 * i)..]);
        }
        for (; i < even.Length; i++)
            (both[2 * i], both[(2 * i) + 1]) = (even[i], odd[i]);
    }

    /// <summary>Undoes <see cref="Join"/>.</summary>
    public static void Part(ReadOnlySpan<float> both, Span<float> even, Span<float> odd)
    {
        int i = 0;
        for (; i <= even.Length - 4; i += 4)
        {
            Vector256<float> parted = Vector256.Shuffle(
                Vector256.Create(both[(2 * i)..]), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
            parted.GetLower().CopyTo(even[i..]);
            parted.GetUpper().CopyTo(odd[i..]);
        }
        for (; i < even.Length; i++)
            (even[i], odd[i]) = (both[2 * i], both[(2 * i) + 1]);
    }
}
