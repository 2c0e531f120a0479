using System.Numerics;

namespace PluginHost.Sdk;

/// <summary>Level conversions: 0 dB is a gain of 1.</summary>
public static class Decibels
{
    /// <summary>What stands for silence, in dB.</summary>
    public const float Silence = -144;

    /// <summary>Converts dB to a gain: 10^(dB / 20). [any-thread]</summary>
    /// <param name="decibels">A level in dB.</param>
    /// <returns>A factor, above 0.</returns>
    public static float ToGain(float decibels) => ToGain<float>(decibels);

    /// <summary>Converts dB to a gain in any number type, for a <see cref="ITunable"/>: 10^(dB / 20). [any-thread]</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="decibels">A level in dB.</param>
    /// <returns>A factor, above 0.</returns>
    public static T ToGain<T>(T decibels)
        where T : struct, IFloatingPointIeee754<T> => T.Exp10(decibels / T.CreateTruncating(20));

    /// <summary>Converts a gain to dB: 20 log10(gain), not below <see cref="Silence"/>. [any-thread]</summary>
    /// <param name="gain">A factor; its sign is ignored.</param>
    /// <returns>A level in dB.</returns>
    public static float FromGain(float gain) => MathF.Max(Silence, 20 * MathF.Log10(MathF.Abs(gain)));
}
