using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Plugins.Gain;

/// <summary>Arrays that are walked a register at a time, with room after the last bin.</summary>
/// <remarks>Nothing in them is ever not a number, so the processor's own minimum and maximum serve.</remarks>
internal static class Lanes
{
    /// <summary>Gets the length of an array for so many bins. [any-thread]</summary>
    public static int Room(int bins) => (bins + Vector256<float>.Count - 1) & -Vector256<float>.Count;

    /// <summary>Reads a register. [any-thread]</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(float[] values, int index) => Vector256.Create(values, index);

    /// <summary>Limits to 0 to 1. [any-thread]</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Unit(Vector256<float> x) =>
        Vector256.MinNative(Vector256.MaxNative(x, Vector256<float>.Zero), Vector256<float>.One);
}
