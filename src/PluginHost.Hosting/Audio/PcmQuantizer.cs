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
        int clipped = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            float value = MathF.Round(samples[i] * scale);
            clipped += MathF.Abs(samples[i]) > 1 ? 1 : 0;
            pcm[i] = (int)Math.Clamp(value, -scale, scale - 1) << (32 - bits);
        }
        return clipped;
    }
}
