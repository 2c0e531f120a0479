using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Sums over the lanes of a vector in one fixed order; the library's own order may differ between processors.</summary>
internal static class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> x)
    {
        Vector128<float> four = x.GetLower() + x.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
