using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PluginHost.Neural.Kernels;

/// <summary>
/// C (+)= A B for row-major C, by packing both factors as in Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
/// Transposed factors are views with swapped strides. [any-thread]
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>How deep a product is at once: a panel of B then takes 16 kB and stays in the first-level cache while tiles of A pass by.</summary>
    public const int DepthBlock = 256;

    // 512 wide: the packed block of B then takes 512 kB and stays in the second-level cache.
    private const int ColumnBlock = 512;
    // 64 high: rows of A are packed in runs of several cache lines.
    private const int RowBlock = 64;
    // Lines 2 kB apart share two sets of a first-level cache of 32 kB and 8 ways, too few for 16 rows.
    private const int CacheConflict = 512;

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs.</summary>
    public static int ScratchFloats(int depth, int columns) =>
        MatrixPacking.PanelFloats(Math.Min(depth, DepthBlock), Math.Min(columns, ColumnBlock)) + PackedScratchFloats(Math.Min(depth, DepthBlock));

    /// <summary>Floats of scratch that <see cref="MultiplyPacked"/> needs.</summary>
    public static int PackedScratchFloats(int depth) => RowBlock * depth;

    /// <summary>C (+)= A B; nothing but C and the scratch is written.</summary>
    public static void Multiply(MatrixView a, MatrixView b, MatrixSum c, float* scratch)
    {
        if (a.Columns != b.Rows)
            throw new ArgumentException($"a product of {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} does not exist");
        if (OpenBlas.Enabled && OpenBlas.TryMultiply(a, b, c))
            return;
        for (int column = 0; column < b.Columns; column += ColumnBlock)
        {
            int width = Math.Min(ColumnBlock, b.Columns - column);
            MatrixSum sum = c.From(0, column);
            for (int first = 0; first < a.Columns; first += DepthBlock, sum = sum.Continued)
            {
                int depth = Math.Min(DepthBlock, a.Columns - first);
                MatrixPacking.Panels(b.Part(first, depth, column, width), scratch);
                MultiplyPacked(a.Part(0, a.Rows, first, depth), scratch, width, sum, scratch + MatrixPacking.PanelFloats(depth, width));
            }
        }
    }

    /// <summary>C (+)= A B with the whole of B packed before, as in a recurrence that multiplies by the same matrix at every step.</summary>
    public static void MultiplyPacked(MatrixView a, float* panels, int columns, MatrixSum c, float* scratch)
    {
        for (int top = 0; top < a.Rows; top += RowBlock)
        {
            MatrixView block = a.Part(top, Math.Min(RowBlock, a.Rows - top), 0, a.Columns);
            // Contiguous rows are read where they are, unless the last tile sticks out or they would push each other out of the cache.
            bool packed = block.ColumnStride != 1 || block.Rows % 4 != 0 || block.RowStride % CacheConflict == 0;
            if (packed)
                MatrixPacking.Panels(block.Transposed, scratch);
            int rows;
            for (int row = 0; row < block.Rows; row += rows)
            {
                int inside = row % MatrixPacking.Panel, height = Math.Min(block.Rows - row, MatrixPacking.Panel - inside);
                rows = RowsFor(height);
                MatrixView tile = packed
                    ? new MatrixView(scratch + (nint)(row - inside) * a.Columns + inside, rows, a.Columns, 1, MatrixPacking.Panel)
                    : block.Part(row, rows, 0, a.Columns);
                Tiles(tile, Math.Min(rows, height), panels, columns, c.From(top + row, 0));
            }
        }
    }

    // All tiles of a few rows, of which the last may be padding.
    private static void Tiles(MatrixView a, int height, float* panels, int columns, MatrixSum c)
    {
        for (int column = 0; column < columns; column += MatrixPacking.Panel)
        {
            int width = Math.Min(MatrixPacking.Panel, columns - column);
            float* panel = panels + (nint)a.Columns * column;
            MatrixSum target = c.From(0, column);
            // The next tile's part of a large C is fetched while this one is computed.
            for (int row = 0; Sse.IsSupported && row < height; row++)
                Sse.Prefetch0(target.Data + row * target.Stride + MatrixPacking.Panel);
            if (height < a.Rows || width is not (MatrixPacking.Panel or MatrixPacking.Panel / 2))
                Edge(a, height, width, panel, target);
            else if (width < MatrixPacking.Panel)
                MatrixTile<HalfRow>.Run(a, panel, target);
            else
                Whole(a, panel, target);
        }
    }

    private static void Whole(MatrixView a, float* panel, MatrixSum c)
    {
        if (Vector512.IsHardwareAccelerated)
            MatrixTile<WideRow>.Run(a, panel, c);
        else
            MatrixTile<PanelRow>.Run(a, panel, c);
    }

    // A tile that sticks out of C is computed beside it and copied.
    private static void Edge(MatrixView a, int height, int width, float* panel, MatrixSum c)
    {
        float* edge = stackalloc float[MatrixPacking.Panel * MatrixPacking.Panel];
        for (int r = 0; c.Start is not null && r < height; r++)
            VectorOps.Copy(c.Start + r * c.StartStride, edge + r * MatrixPacking.Panel, width);
        Whole(a, panel, c.Start is null ? MatrixSum.Set(edge, MatrixPacking.Panel) : MatrixSum.AddTo(edge, MatrixPacking.Panel));
        for (int r = 0; r < height; r++)
            VectorOps.Copy(edge + r * MatrixPacking.Panel, c.Data + r * c.Stride, width);
    }

    // Rows of the next tile: 16 or 8 where 32 registers exist, else 6, and 4 where more would mostly be padding.
    private static int RowsFor(int remaining)
    {
        if (remaining <= 4)
            return 4;
        if (Avx512F.VL.IsSupported)
            return remaining > 12 && Vector512.IsHardwareAccelerated ? 16 : 8;
        return remaining is 7 or 8 ? 4 : 6;
    }
}
