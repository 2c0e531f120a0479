using System.Runtime.CompilerServices;

namespace PluginHost.Neural.Kernels;

/// <summary>
/// The innermost loop of every matrix product: a tile of a few rows kept in registers while it walks the common dimension. Each element is
/// one chain of fused multiply-adds in the order of that dimension, so no choice of tile changes a single bit.
/// </summary>
internal static unsafe class MatrixTile<TRow> where TRow : struct, ITileRow<TRow>
{
    /// <summary>C = start + A times a packed panel of B (depth x 16); A has 16, 8, 6 or 4 rows.</summary>
    public static void Run(MatrixView a, float* b, MatrixSum c)
    {
        if (a.Rows == 16)
            Rows16(a, b, c);
        else if (a.Rows == 8)
            Rows8(a, b, c);
        else if (a.Rows == 6)
            Rows6(a, b, c);
        else
            Rows4(a, b, c);
    }

    private static void Rows16(MatrixView a, float* b, MatrixSum c)
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        TRow c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        if (c.Start is not null)
        {
            Load(c.Start, c.StartStride, out c0, out c1, out c2, out c3);
            Load(c.Start + 4 * c.StartStride, c.StartStride, out c4, out c5, out c6, out c7);
            Load(c.Start + 8 * c.StartStride, c.StartStride, out c8, out c9, out c10, out c11);
            Load(c.Start + 12 * c.StartStride, c.StartStride, out c12, out c13, out c14, out c15);
        }
        nint step = a.ColumnStride, stride = a.RowStride, stride3 = 3 * stride;
        float* a0 = a.Data, a4 = a0 + 4 * stride, a8 = a4 + 4 * stride, a12 = a8 + 4 * stride;
        for (float* end = b + (nint)a.Columns * MatrixPacking.Panel; b < end; b += MatrixPacking.Panel, a0 += step, a4 += step, a8 += step, a12 += step)
        {
            TRow row = TRow.Load(b);
            c0.Add(a0[0], row);
            c1.Add(a0[stride], row);
            c2.Add(a0[2 * stride], row);
            c3.Add(a0[stride3], row);
            c4.Add(a4[0], row);
            c5.Add(a4[stride], row);
            c6.Add(a4[2 * stride], row);
            c7.Add(a4[stride3], row);
            c8.Add(a8[0], row);
            c9.Add(a8[stride], row);
            c10.Add(a8[2 * stride], row);
            c11.Add(a8[stride3], row);
            c12.Add(a12[0], row);
            c13.Add(a12[stride], row);
            c14.Add(a12[2 * stride], row);
            c15.Add(a12[stride3], row);
        }
        Store(c.Data, c.Stride, c0, c1, c2, c3);
        Store(c.Data + 4 * c.Stride, c.Stride, c4, c5, c6, c7);
        Store(c.Data + 8 * c.Stride, c.Stride, c8, c9, c10, c11);
        Store(c.Data + 12 * c.Stride, c.Stride, c12, c13, c14, c15);
    }

    private static void Rows8(MatrixView a, float* b, MatrixSum c)
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (c.Start is not null)
        {
            Load(c.Start, c.StartStride, out c0, out c1, out c2, out c3);
            Load(c.Start + 4 * c.StartStride, c.StartStride, out c4, out c5, out c6, out c7);
        }
        nint step = a.ColumnStride, stride = a.RowStride, stride3 = 3 * stride;
        float* a0 = a.Data, a4 = a0 + 4 * stride;
        for (float* end = b + (nint)a.Columns * MatrixPacking.Panel; b < end; b += MatrixPacking.Panel, a0 += step, a4 += step)
        {
            TRow row = TRow.Load(b);
            c0.Add(a0[0], row);
            c1.Add(a0[stride], row);
            c2.Add(a0[2 * stride], row);
            c3.Add(a0[stride3], row);
            c4.Add(a4[0], row);
            c5.Add(a4[stride], row);
            c6.Add(a4[2 * stride], row);
            c7.Add(a4[stride3], row);
        }
        Store(c.Data, c.Stride, c0, c1, c2, c3);
        Store(c.Data + 4 * c.Stride, c.Stride, c4, c5, c6, c7);
    }

    private static void Rows6(MatrixView a, float* b, MatrixSum c)
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        if (c.Start is not null)
        {
            Load(c.Start, c.StartStride, out c0, out c1, out c2, out c3);
            (c4, c5) = (TRow.Load(c.Start + 4 * c.StartStride), TRow.Load(c.Start + 5 * c.StartStride));
        }
        nint step = a.ColumnStride, stride = a.RowStride, stride3 = 3 * stride;
        float* a0 = a.Data, a4 = a0 + 4 * stride;
        for (float* end = b + (nint)a.Columns * MatrixPacking.Panel; b < end; b += MatrixPacking.Panel, a0 += step, a4 += step)
        {
            TRow row = TRow.Load(b);
            c0.Add(a0[0], row);
            c1.Add(a0[stride], row);
            c2.Add(a0[2 * stride], row);
            c3.Add(a0[stride3], row);
            c4.Add(a4[0], row);
            c5.Add(a4[stride], row);
        }
        Store(c.Data, c.Stride, c0, c1, c2, c3);
        c4.Store(c.Data + 4 * c.Stride);
        c5.Store(c.Data + 5 * c.Stride);
    }

    private static void Rows4(MatrixView a, float* b, MatrixSum c)
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default;
        if (c.Start is not null)
            Load(c.Start, c.StartStride, out c0, out c1, out c2, out c3);
        nint step = a.ColumnStride, stride = a.RowStride, stride3 = 3 * stride;
        float* a0 = a.Data;
        for (float* end = b + (nint)a.Columns * MatrixPacking.Panel; b < end; b += MatrixPacking.Panel, a0 += step)
        {
            TRow row = TRow.Load(b);
            c0.Add(a0[0], row);
            c1.Add(a0[stride], row);
            c2.Add(a0[2 * stride], row);
            c3.Add(a0[stride3], row);
        }
        Store(c.Data, c.Stride, c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* source, nint stride, out TRow c0, out TRow c1, out TRow c2, out TRow c3)
    {
        c0 = TRow.Load(source);
        c1 = TRow.Load(source + stride);
        c2 = TRow.Load(source + 2 * stride);
        c3 = TRow.Load(source + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, nint stride, TRow c0, TRow c1, TRow c2, TRow c3)
    {
        c0.Store(target);
        c1.Store(target + stride);
        c2.Store(target + 2 * stride);
        c3.Store(target + 3 * stride);
    }
}
