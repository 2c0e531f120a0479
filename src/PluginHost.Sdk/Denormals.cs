using System.Runtime.CompilerServices;

namespace PluginHost.Sdk;

/// <summary>Keeps feedback paths out of the denormal range, where the processor may be a hundred times slower.</summary>
public static class Denormals
{
    /// <summary>Gives 0 for anything below 1e-20 (-400 dBFS), else the value. [any-thread]</summary>
    /// <param name="value">A sample about to be fed back.</param>
    /// <returns>The sample, or 0.</returns>
    /// <remarks>The host sets the processor's flush-to-zero mode where it can; this serves where it cannot.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Flush(float value) => MathF.Abs(value) < 1e-20f ? 0 : value;
}
