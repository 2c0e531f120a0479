using PluginHost.Sdk;

namespace PluginHost.Testing;

/// <summary>Seeded white noise, so that a failing test fails again.</summary>
public static class Noise
{
    /// <summary>Fills with noise between <c>-level</c> and <c>level</c>.</summary>
    public static void Fill(Span<float> samples, int seed, float level = 1)
    {
        Random random = new(seed);
        foreach (ref float sample in samples)
            sample = ((random.NextSingle() * 2) - 1) * level;
    }

    /// <summary>Makes noise between <c>-level</c> and <c>level</c>.</summary>
    public static float[] Make(int length, int seed, float level = 1)
    {
        float[] samples = new float[length];
        Fill(samples, seed, level);
        return samples;
    }

    /// <summary>Cuts a length into random pieces of 1 to <paramref name="most"/>.</summary>
    public static IReadOnlyList<int> Cuts(int length, int most, int seed)
    {
        Random random = new(seed);
        List<int> pieces = [];
        while (length > 0)
        {
            int piece = Math.Min(length, random.Next(1, most + 1));
            pieces.Add(piece);
            length -= piece;
        }
        return pieces;
    }

    /// <summary>Fills every row with its own noise.</summary>
    public static void Fill(AudioBuffer audio, int seed, float level = 1)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
            Fill(audio[channel], seed + channel, level);
    }
}
