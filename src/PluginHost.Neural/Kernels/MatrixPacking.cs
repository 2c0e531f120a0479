using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Copies parts of matrices into the order in which <see cref="MatrixTile"/> reads them.</summary>
internal static unsafe class MatrixPacking
{
    /// <summary>Floats that <see cref="Panels"/> writes.</summary>
    public static int PanelFloats(int depth, int columns) => (columns + MatrixTile.Columns - 1) / MatrixTile.Columns * MatrixTile.Columns * depth;

    /// <summary>Rows <paramref name="first"/> .. + <paramref name="depth"/> of B as panels of 16 columns; missing columns are zero.</summary>
    public static void Panels(MatrixView b, int first, int depth, float* panels)
    {
        for (int column = 0; column < b.Columns; column += MatrixTile.Columns)
        {
            int width = Math.Min(MatrixTile.Columns, b.Columns - column);
            float* source = b.Data + first * b.RowStride + column * b.ColumnStride;
            if (width == MatrixTile.Columns && b.ColumnStride == 1)
                CopyRows(source, b.RowStride, depth, panels);
            else if (width == MatrixTile.Columns && b.RowStride == 1)
                CopyColumns(source, b.ColumnStride, depth, MatrixTile.Columns, MatrixTile.Columns, panels);
            else
                CopyAny(source, b.RowStride, b.ColumnStride, depth, width, MatrixTile.Columns, panels);
            panels += (nint)depth * MatrixTile.Columns;
        }
    }

    /// <summary>A tile's rows of A, columns <paramref name="first"/> .. + <paramref name="depth"/>, depth-major; missing rows are zero.</summary>
    public static void Tile(MatrixView a, int row, int tileRows, int first, int depth, float* tile)
    {
        int height = Math.Min(tileRows, a.Rows - row);
        float* source = a.Data + row * a.RowStride + first * a.ColumnStride;
        if (a.RowStride == 1 && height == 8 && tileRows == 8)
            CopyEights(source, a.ColumnStride, depth, tile);
        else if (a.ColumnStride == 1)
            CopyColumns(source, a.RowStride, depth, height, tileRows, tile);
        else
            CopyAny(source, a.ColumnStride, a.RowStride, depth, height, tileRows, tile);
    }

    private static void CopyRows(float* source, nint stride, int depth, float* target)
    {
        for (int k = 0; k < depth; k++, source += stride, target += MatrixTile.Columns)
        {
            Vector256.Load(source).Store(target);
            Vector256.Load(source + 8).Store(target + 8);
        }
    }

    private static void CopyEights(float* source, nint stride, int depth, float* target)
    {
        for (int k = 0; k < depth; k++, source += stride, target += 8)
            Vector256.Load(source).Store(target);
    }

    // Lines that are contiguous along the depth become columns of the target: eight by eight where possible.
    private static void CopyColumns(float* source, nint stride, int depth, int count, int pitch, float* target)
    {
        int line = 0;
        for (; line + 8 <= count; line += 8)
        {
            int k = 0;
            for (; k + 8 <= depth; k += 8)
                Transpose8.Run(source + line * stride + k, stride, target + (nint)k * pitch + line, pitch);
            for (; k < depth; k++)
                for (int i = line; i < line + 8; i++)
                    target[(nint)k * pitch + i] = source[i * stride + k];
        }
        for (; line < count; line++)
            for (int k = 0; k < depth; k++)
                target[(nint)k * pitch + line] = source[line * stride + k];
        Pad(depth, count, pitch, target);
    }

    private static void CopyAny(float* source, nint depthStride, nint lineStride, int depth, int count, int pitch, float* target)
    {
        for (int k = 0; k < depth; k++)
            for (int line = 0; line < count; line++)
                target[(nint)k * pitch + line] = source[k * depthStride + line * lineStride];
        Pad(depth, count, pitch, target);
    }

    private static void Pad(int depth, int count, int pitch, float* target)
    {
        if (count == pitch)
            return;
        for (int k = 0; k < depth; k++)
            for (int line = count; line < pitch; line++)
                target[(nint)k * pitch + line] = 0;
    }
}
