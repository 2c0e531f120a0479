using System.Numerics;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>Keeps what is no number, or beyond all measure, out of what remembers: one such sample would stay in a feedback
/// path or an estimate for good.</summary>
public static class Finite
{
    /// <summary>Makes samples finite, in place: what is not a number becomes 0, the rest is held within the bounds. Samples
    /// within them keep every bit. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Any samples.</param>
    /// <param name="most">The greatest magnitude that may pass, above 0.</param>
    public static void Contain(Span<float> samples, float most)
    {
        Vector<float> bound = new(most);
        int i = 0;
        while (i <= samples.Length - Vector<float>.Count
            && Vector.LessThanOrEqualAll(Vector.Abs(new Vector<float>(samples[i..])), bound))
            i += Vector<float>.Count;
        for (; i < samples.Length; i++)
        {
            if (!(MathF.Abs(samples[i]) <= most))
                samples[i] = float.IsNaN(samples[i]) ? 0 : Math.Clamp(samples[i], -most, most);
        }
    }
}
