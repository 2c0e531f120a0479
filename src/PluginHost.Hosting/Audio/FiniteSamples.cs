namespace PluginHost.Hosting.Audio;

/// <summary>Keeps out of the chain what a float file or pipe may hold and no sound is; one such sample would set every slot aside.</summary>
internal static class FiniteSamples
{
    /// <summary>Replaces samples that are infinite or no number by 0. Does not allocate. [any-thread]</summary>
    /// <returns>How many there were.</returns>
    public static int Clean(Span<float> samples)
    {
        int count = 0;
        foreach (ref float sample in samples)
        {
            if (float.IsFinite(sample))
                continue;
            sample = 0;
            count++;
        }
        return count;
    }
}
