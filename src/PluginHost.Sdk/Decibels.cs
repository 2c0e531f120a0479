namespace PluginHost.Sdk;

/// <summary>Level conversions: 0 dB is a gain of 1.</summary>
public static class Decibels
{
    /// <summary>What stands for silence, in dB.</summary>
    public const float Silence = -144;

    /// <summary>Converts dB to a gain: 10^(dB / 20). [any-thread]</summary>
    /// <param name="decibels">A level in dB.</param>
    /// <returns>A factor, above 0.</returns>
    public static float ToGain(float decibels) => MathF.Pow(10, decibels / 20);

    /// <summary>Converts a gain to dB: 20 log10(gain), not below <see cref="Silence"/>. [any-thread]</summary>
    /// <param name="gain">A factor; its sign is ignored.</param>
    /// <returns>A level in dB.</returns>
    public static float FromGain(float gain) => MathF.Max(Silence, 20 * MathF.Log10(MathF.Abs(gain)));
}
