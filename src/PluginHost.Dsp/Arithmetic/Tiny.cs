using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>
/// Ends decaying feedback in exact silence. Without it a state that halves for ever reaches the denormal numbers, where
/// a processor may be a hundred times slower.
/// </summary>
/// <remarks>For a state of its own at every frame, or at frames that do not depend on how a stream was cut into
/// blocks. The host sets the processor's flush-to-zero mode where it can; this serves where it cannot.</remarks>
public static class Tiny
{
    /// <summary>What is below counts as nothing: -400 dBFS, and 17 decades above the first denormal float, so that a
    /// product with a small coefficient does not get there either.</summary>
    public const float Threshold = 1e-20f;

    /// <summary>Gives 0 for anything below the threshold, else the value. [any-thread]</summary>
    /// <param name="value">A sample about to be fed back, or a state.</param>
    /// <returns>The value, or 0; not a number stays so.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Flush(float value) => MathF.Abs(value) < Threshold ? 0 : value;

    /// <summary>Gives 0 for anything below the threshold, else the value. [any-thread]</summary>
    /// <param name="value">A sample about to be fed back, or a state.</param>
    /// <returns>The value, or 0; not a number stays so.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Flush(double value) => Math.Abs(value) < Threshold ? 0 : value;

    /// <summary>Flushes every sample, such as a block about to be fed back into a delay line. Does not allocate.
    /// [any-thread]</summary>
    /// <param name="samples">Changed in place.</param>
    public static void Flush(Span<float> samples)
    {
        Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(samples);
        Vector<float> threshold = new(Threshold);
        foreach (ref Vector<float> some in wide)
            some = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(some), threshold), Vector<float>.Zero, some);
        for (int i = wide.Length * Vector<float>.Count; i < samples.Length; i++)
            samples[i] = Flush(samples[i]);
    }
}
