using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PluginHost.Neural.Kernels;

/// <summary>
/// C (+)= A B for row-major C, by packing both factors as in Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
/// Transposed factors are views with swapped strides. [any-thread]
/// </summary>
internal static unsafe class MatrixProduct
{
    // 256 deep: a panel of B then takes 16 kB and stays in the first-level cache while tiles of A pass by.
    private const int DepthBlock = 256;
    // 512 wide: the packed block of B then takes 512 kB and stays in the second-level cache.
    private const int ColumnBlock = 512;

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs.</summary>
    public static int ScratchFloats(int depth, int columns) =>
        MatrixPacking.PanelFloats(Math.Min(depth, DepthBlock), Math.Min(columns, ColumnBlock)) + PackedScratchFloats(Math.Min(depth, DepthBlock));

    /// <summary>Floats of scratch that <see cref="MultiplyPacked"/> needs.</summary>
    public static int PackedScratchFloats(int depth) => MatrixPacking.Panel * depth;

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
        for (int top = 0; top < a.Rows; top += MatrixPacking.Panel)
        {
            int height = Math.Min(MatrixPacking.Panel, a.Rows - top), rows;
            MatrixView strip = MatrixPacking.Strip(a.Part(top, height, 0, a.Columns), scratch);
            for (int row = 0; row < height; row += rows)
            {
                rows = RowsFor(height - row);
                Tiles(strip.Part(row, rows, 0, a.Columns), Math.Min(rows, height - row), panels, columns, c.From(top + row, 0));
            }
        }
    }

    // All tiles of a few rows, of which the last may be padding.
    private static void Tiles(MatrixView a, int height, float* panels, int columns, MatrixSum c)
    {
        int width;
        for (int column = 0; column < columns; column += width)
        {
            bool wide = Vector512.IsHardwareAccelerated && height == a.Rows && columns - column >= 2 * MatrixPacking.Panel;
            width = wide ? 2 * MatrixPacking.Panel : Math.Min(MatrixPacking.Panel, columns - column);
            float* panel = panels + (nint)a.Columns * column;
            MatrixSum target = c.From(0, column);
            if (wide)
                MatrixTile<WideRow>.Run(a, panel, target);
            else if (height == a.Rows && width == MatrixPacking.Panel)
                MatrixTile<PanelRow>.Run(a, panel, target);
            else if (height == a.Rows && width == MatrixPacking.Panel / 2)
                MatrixTile<HalfRow>.Run(a, panel, target);
            else
                Edge(a, height, width, panel, target);
        }
    }

    // A tile that sticks out of C is computed beside it and copied.
    private static void Edge(MatrixView a, int height, int width, float* panel, MatrixSum c)
    {
        float* edge = stackalloc float[8 * MatrixPacking.Panel];
        for (int r = 0; c.Start is not null && r < height; r++)
            VectorOps.Copy(c.Start + r * c.StartStride, edge + r * MatrixPacking.Panel, width);
        MatrixTile<PanelRow>.Run(a, panel, c.Start is null ? MatrixSum.Set(edge, MatrixPacking.Panel) : MatrixSum.AddTo(edge, MatrixPacking.Panel));
        for (int r = 0; r < height; r++)
            VectorOps.Copy(edge + r * MatrixPacking.Panel, c.Data + r * c.Stride, width);
    }

    // Rows of the next tile: 8 where 32 registers exist, else 6, and 4 where more would mostly be padding.
    private static int RowsFor(int remaining)
    {
        if (remaining <= 4)
            return 4;
        if (Avx512F.VL.IsSupported)
            return 8;
        return remaining is 7 or 8 ? 4 : 6;
    }
}
