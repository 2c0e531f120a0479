using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PluginHost.Neural.Kernels;

/// <summary>
/// The innermost loop of every matrix product: a tile of a few rows by 16 columns kept in registers while it walks the common dimension.
/// Each element is one chain of fused multiply-adds in the order of that dimension, so no choice of tile changes a single bit.
/// </summary>
internal static unsafe class MatrixTile
{
    public const int Columns = 16;
    public const int MostRows = 8;

    /// <summary>Rows of the next tile: 8 where 32 registers exist, else 6, and 4 where more would mostly be padding.</summary>
    public static int RowsFor(int remaining)
    {
        if (remaining <= 4)
            return 4;
        if (Avx512F.VL.IsSupported)
            return 8;
        return remaining is 7 or 8 ? 4 : 6;
    }

    /// <summary>C (rows x 16) = or += packed A (depth x rows) times a packed panel of B (depth x 16).</summary>
    public static void Run(int rows, int depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        if (rows == 8)
            Rows8(depth, a, b, c, stride, accumulate);
        else if (rows == 6)
            Rows6(depth, a, b, c, stride, accumulate);
        else
            Rows4(depth, a, b, c, stride, accumulate);
    }

    private static void Rows8(int depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        float* d = c + 4 * stride;
        if (accumulate)
        {
            Load(c, out c00, out c01);
            Load(c + stride, out c10, out c11);
            Load(c + 2 * stride, out c20, out c21);
            Load(c + 3 * stride, out c30, out c31);
            Load(d, out c40, out c41);
            Load(d + stride, out c50, out c51);
            Load(d + 2 * stride, out c60, out c61);
            Load(d + 3 * stride, out c70, out c71);
        }
        for (float* end = b + (nint)depth * Columns; b < end; a += 8, b += Columns)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Step(a[0], b0, b1, ref c00, ref c01);
            Step(a[1], b0, b1, ref c10, ref c11);
            Step(a[2], b0, b1, ref c20, ref c21);
            Step(a[3], b0, b1, ref c30, ref c31);
            Step(a[4], b0, b1, ref c40, ref c41);
            Step(a[5], b0, b1, ref c50, ref c51);
            Step(a[6], b0, b1, ref c60, ref c61);
            Step(a[7], b0, b1, ref c70, ref c71);
        }
        Store(c, c00, c01);
        Store(c + stride, c10, c11);
        Store(c + 2 * stride, c20, c21);
        Store(c + 3 * stride, c30, c31);
        Store(d, c40, c41);
        Store(d + stride, c50, c51);
        Store(d + 2 * stride, c60, c61);
        Store(d + 3 * stride, c70, c71);
    }

    private static void Rows6(int depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        float* d = c + 3 * stride;
        if (accumulate)
        {
            Load(c, out c00, out c01);
            Load(c + stride, out c10, out c11);
            Load(c + 2 * stride, out c20, out c21);
            Load(d, out c30, out c31);
            Load(d + stride, out c40, out c41);
            Load(d + 2 * stride, out c50, out c51);
        }
        for (float* end = b + (nint)depth * Columns; b < end; a += 6, b += Columns)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Step(a[0], b0, b1, ref c00, ref c01);
            Step(a[1], b0, b1, ref c10, ref c11);
            Step(a[2], b0, b1, ref c20, ref c21);
            Step(a[3], b0, b1, ref c30, ref c31);
            Step(a[4], b0, b1, ref c40, ref c41);
            Step(a[5], b0, b1, ref c50, ref c51);
        }
        Store(c, c00, c01);
        Store(c + stride, c10, c11);
        Store(c + 2 * stride, c20, c21);
        Store(d, c30, c31);
        Store(d + stride, c40, c41);
        Store(d + 2 * stride, c50, c51);
    }

    private static void Rows4(int depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        if (accumulate)
        {
            Load(c, out c00, out c01);
            Load(c + stride, out c10, out c11);
            Load(c + 2 * stride, out c20, out c21);
            Load(c + 3 * stride, out c30, out c31);
        }
        for (float* end = b + (nint)depth * Columns; b < end; a += 4, b += Columns)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Step(a[0], b0, b1, ref c00, ref c01);
            Step(a[1], b0, b1, ref c10, ref c11);
            Step(a[2], b0, b1, ref c20, ref c21);
            Step(a[3], b0, b1, ref c30, ref c31);
        }
        Store(c, c00, c01);
        Store(c + stride, c10, c11);
        Store(c + 2 * stride, c20, c21);
        Store(c + 3 * stride, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float a, Vector256<float> b0, Vector256<float> b1, ref Vector256<float> c0, ref Vector256<float> c1)
    {
        Vector256<float> value = Vector256.Create(a);
        c0 = Vector256.FusedMultiplyAdd(value, b0, c0);
        c1 = Vector256.FusedMultiplyAdd(value, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* c, out Vector256<float> c0, out Vector256<float> c1)
    {
        c0 = Vector256.Load(c);
        c1 = Vector256.Load(c + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector256<float> c0, Vector256<float> c1)
    {
        c0.Store(c);
        c1.Store(c + 8);
    }
}
