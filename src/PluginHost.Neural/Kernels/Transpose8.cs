using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PluginHost.Neural.Kernels;

/// <summary>Turns eight rows of eight floats into eight columns.</summary>
internal static unsafe class Transpose8
{
    public static void Run(float* source, nint stride, float* target, nint pitch)
    {
        if (!Avx.IsSupported)
        {
            for (int r = 0; r < 8; r++)
                for (int c = 0; c < 8; c++)
                    target[c * pitch + r] = source[r * stride + c];
            return;
        }
        Pairs(source, stride, out Vector256<float> a0, out Vector256<float> a1, out Vector256<float> a2, out Vector256<float> a3);
        Pairs(source + 4 * stride, stride, out Vector256<float> b0, out Vector256<float> b1, out Vector256<float> b2, out Vector256<float> b3);
        Avx.Permute2x128(a0, b0, 0x20).Store(target);
        Avx.Permute2x128(a1, b1, 0x20).Store(target + pitch);
        Avx.Permute2x128(a2, b2, 0x20).Store(target + 2 * pitch);
        Avx.Permute2x128(a3, b3, 0x20).Store(target + 3 * pitch);
        Avx.Permute2x128(a0, b0, 0x31).Store(target + 4 * pitch);
        Avx.Permute2x128(a1, b1, 0x31).Store(target + 5 * pitch);
        Avx.Permute2x128(a2, b2, 0x31).Store(target + 6 * pitch);
        Avx.Permute2x128(a3, b3, 0x31).Store(target + 7 * pitch);
    }

    // Columns 0 and 4, 1 and 5, 2 and 6, 3 and 7 of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(float* source, nint stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        Vector256<float> r0 = Vector256.Load(source), r1 = Vector256.Load(source + stride);
        Vector256<float> r2 = Vector256.Load(source + 2 * stride), r3 = Vector256.Load(source + 3 * stride);
        Vector256<float> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
        c0 = Avx.Shuffle(low01, low23, 0x44);
        c1 = Avx.Shuffle(low01, low23, 0xEE);
        c2 = Avx.Shuffle(high01, high23, 0x44);
        c3 = Avx.Shuffle(high01, high23, 0xEE);
    }
}
