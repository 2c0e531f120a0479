namespace PluginHost.Hosting.Tests.Audio;

/// <summary>Sounds for tests.</summary>
internal static class Tone
{
    /// <summary>Noise between -level and level.</summary>
    public static float[] Noise(int samples, int seed = 1, float level = 0.5f)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, samples).Select(_ => (random.NextSingle() - 0.5f) * 2 * level)];
    }
}
