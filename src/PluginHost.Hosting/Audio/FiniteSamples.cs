using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Audio;

/// <summary>Keeps out of the chain what a float file or pipe may hold and no sound is; one such sample would set every slot aside.</summary>
internal static class FiniteSamples
{
    /// <summary>Replaces samples that are infinite or no number by 0. Does not allocate. [any-thread]</summary>
    /// <returns>How many there were.</returns>
    public static int Clean(Span<float> samples)
    {
        if (AreAll(samples))
            return 0;
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

    /// <summary>Looks at many at a time: nearly every file has none. Nothing but a finite number becomes 0 when multiplied by it.</summary>
    private static bool AreAll(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(samples);
        Vector<float> zeros = Vector<float>.Zero;
        foreach (Vector<float> some in wide)
            zeros += some * Vector<float>.Zero;
        float sum = Vector.Sum(zeros);
        foreach (float sample in samples[(wide.Length * Vector<float>.Count)..])
            sum += sample * 0;
        return sum == 0;
    }
}
