using System.Runtime.CompilerServices;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// A first-order low-pass, 6 dB per octave: y += (1 - pole) (x - y). The high-pass is what it leaves: x - y. Neither
/// amplifies any frequency, whatever the pole, so both may sit in a feedback loop and their pole may move at will.
/// </summary>
public struct OnePole
{
    // Double, or rounding would add noise at -120 dB when the pole is near 1.
    private double _state;

    /// <summary>Computes the pole for a corner frequency by matching the analogue decay: e^(-2 pi frequency).
    /// [any-thread]</summary>
    /// <param name="frequency">Corner in cycles per sample, above 0.</param>
    /// <returns>The pole, 0 to 1.</returns>
    public static double PoleAt(double frequency) => Math.Exp(-2 * Math.PI * frequency);

    /// <summary>Takes one sample through the low-pass. [audio-thread]</summary>
    /// <param name="sample">The input.</param>
    /// <param name="pole">0 (passes all) to below 1.</param>
    /// <returns>The output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float LowPass(float sample, float pole)
    {
        _state = Tiny.Flush(sample + (pole * (_state - sample)));
        return (float)_state;
    }

    /// <summary>Takes one sample through the high-pass. [audio-thread]</summary>
    /// <param name="sample">The input.</param>
    /// <param name="pole">0 (passes nothing) to below 1.</param>
    /// <returns>The output.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float HighPass(float sample, float pole) => sample - LowPass(sample, pole);
}
