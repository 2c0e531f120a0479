using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Hosting.Audio;

/// <summary>
/// Makes whole numbers of samples: 1 is 2^(bits - 1), rounded to the nearest, cut at full scale. Done here, because libsndfile
/// scales by one less on the way out than on the way in, and cuts off instead of rounding at 24 bits.
/// </summary>
internal static class PcmQuantizer
{
    /// <summary>Fills whole numbers whose upper bits are the sample, as libsndfile wants them. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Finite samples, nominal range -1 to 1.</param>
    /// <param name="pcm">As long as the samples.</param>
    /// <param name="bits">16 or 24.</param>
    /// <returns>Samples beyond full scale.</returns>
    public static int Convert(ReadOnlySpan<float> samples, Span<int> pcm, int bits)
    {
        float scale = 1 << (bits - 1);
        int shift = 32 - bits;
        Span<Vector256<int>> widePcm = MemoryMarshal.Cast<int, Vector256<int>>(pcm[..samples.Length]);
        ReadOnlySpan<Vector256<float>> wide = MemoryMarshal.Cast<float, Vector256<float>>(samples);
        Vector256<int> overs = Vector256<int>.Zero;
        for (int i = 0; i < wide.Length; i++)
        {
            Vector256<float> value = Vector256.Round(wide[i] * scale);
            value = Vector256.Min(Vector256.Max(value, Vector256.Create(-scale)), Vector256.Create(scale - 1));
            // Where it is true, a comparison gives -1.
            overs -= Vector256.GreaterThan(Vector256.Abs(wide[i]), Vector256<float>.One).AsInt32();
            widePcm[i] = Vector256.ConvertToInt32(value) << shift;
        }
        int clipped = Vector256.Sum(overs);
        for (int i = wide.Length * Vector256<float>.Count; i < samples.Length; i++)
        {
            float value = MathF.Round(samples[i] * scale);
            clipped += MathF.Abs(samples[i]) > 1 ? 1 : 0;
            pcm[i] = (int)Math.Clamp(value, -scale, scale - 1) << shift;
        }
        return clipped;
    }
}
