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
        MatrixPacking.PanelFloats(Math.Min(depth, DepthBlock), Math.Min(columns, ColumnBlock)) + TileFloats(Math.Min(depth, DepthBlock));

    /// <summary>Floats of scratch that <see cref="MultiplyPacked"/> needs.</summary>
    public static int PackedScratchFloats(int depth) => TileFloats(depth);

    /// <summary>C (+)= A B; nothing but C and the scratch is written.</summary>
    public static void Multiply(MatrixView a, MatrixView b, float* c, nint stride, bool accumulate, float* scratch)
    {
        if (a.Columns != b.Rows)
            throw new ArgumentException($"a product of {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} does not exist");
        if (OpenBlas.Enabled && OpenBlas.TryMultiply(a, b, c, stride, accumulate))
            return;
        for (int column = 0; column < b.Columns; column += ColumnBlock)
        {
            int width = Math.Min(ColumnBlock, b.Columns - column);
            MatrixView part = new(b.Data + column * b.ColumnStride, b.Rows, width, b.RowStride, b.ColumnStride);
            for (int first = 0; first < a.Columns; first += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, a.Columns - first);
                MatrixPacking.Panels(part, first, depth, scratch);
                Tiles(a, first, depth, scratch, width, c + column, stride, accumulate || first > 0, scratch + MatrixPacking.PanelFloats(depth, width));
            }
        }
    }

    /// <summary>C (+)= A B with the whole of B packed before, as in a recurrence that multiplies by the same matrix at every step.</summary>
    public static void MultiplyPacked(MatrixView a, float* panels, int columns, float* c, nint stride, bool accumulate, float* scratch) =>
        Tiles(a, 0, a.Columns, panels, columns, c, stride, accumulate, scratch);

    private static void Tiles(MatrixView a, int first, int depth, float* panels, int columns, float* c, nint stride, bool accumulate, float* scratch)
    {
        float* edge = stackalloc float[MatrixTile.MostRows * MatrixTile.Columns];
        int rows;
        for (int row = 0; row < a.Rows; row += rows)
        {
            rows = MatrixTile.RowsFor(a.Rows - row);
            int height = Math.Min(rows, a.Rows - row);
            MatrixPacking.Tile(a, row, rows, first, depth, scratch);
            int column = 0;
            for (; height == rows && WideTile.Takes(rows) && column + WideTile.Columns <= columns; column += WideTile.Columns)
                WideTile.Run(rows, depth, scratch, panels + (nint)depth * column, c + row * stride + column, stride, accumulate);
            for (; column < columns; column += MatrixTile.Columns)
            {
                float* panel = panels + (nint)depth * column;
                int width = Math.Min(MatrixTile.Columns, columns - column);
                float* target = c + row * stride + column;
                if (height == rows && width == MatrixTile.Columns)
                    MatrixTile.Run(rows, depth, scratch, panel, target, stride, accumulate);
                else
                    Edge(rows, height, width, depth, scratch, panel, target, stride, accumulate, edge);
            }
        }
    }

    // A tile that sticks out of C is computed beside it and copied.
    private static void Edge(int rows, int height, int width, int depth, float* a, float* panel, float* c, nint stride, bool accumulate, float* edge)
    {
        for (int r = 0; accumulate && r < height; r++)
            for (int k = 0; k < width; k++)
                edge[r * MatrixTile.Columns + k] = c[r * stride + k];
        MatrixTile.Run(rows, depth, a, panel, edge, MatrixTile.Columns, accumulate);
        for (int r = 0; r < height; r++)
            for (int k = 0; k < width; k++)
                c[r * stride + k] = edge[r * MatrixTile.Columns + k];
    }

    private static int TileFloats(int depth) => MatrixTile.MostRows * depth;
}
