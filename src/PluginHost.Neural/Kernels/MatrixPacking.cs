using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Copies parts of matrices into the order in which <see cref="MatrixTile{TRow}"/> reads them.</summary>
internal static unsafe class MatrixPacking
{
    /// <summary>Columns of a panel of B.</summary>
    public const int Panel = 16;

    /// <summary>Floats that <see cref="Panels"/> writes.</summary>
    public static int PanelFloats(int depth, int columns) => (columns + Panel - 1) / Panel * Panel * depth;

    /// <summary>Rows <paramref name="first"/> .. + <paramref name="depth"/> of B as panels of 16 columns; missing columns are zero.</summary>
    public static void Panels(MatrixView b, int first, int depth, float* panels)
    {
        for (int column = 0; column < b.Columns; column += Panel)
        {
            int width = Math.Min(Panel, b.Columns - column);
            float* source = b.Data + first * b.RowStride + column * b.ColumnStride;
            if (width == Panel && b.ColumnStride == 1)
                CopyRows(source, b.RowStride, depth, panels);
            else if (width == Panel && b.RowStride == 1)
                CopyColumns(source, b.ColumnStride, depth, Panel, Panel, panels);
            else
                CopyAny(source, b.RowStride, b.ColumnStride, depth, width, Panel, panels);
            panels += (nint)depth * Panel;
        }
    }

    /// <summary>A tile's rows of A, columns <paramref name="first"/> .. + <paramref name="depth"/>; missing rows are zero.</summary>
    /// <returns>A itself where its rows are contiguous, else a copy in <paramref name="tile"/>, depth-major.</returns>
    public static MatrixView Tile(MatrixView a, int row, int tileRows, int first, int depth, float* tile)
    {
        int height = Math.Min(tileRows, a.Rows - row);
        float* source = a.Data + row * a.RowStride + first * a.ColumnStride;
        if (a.ColumnStride == 1 && height == tileRows)
            return new MatrixView(source, tileRows, depth, a.RowStride, 1);
        if (a.RowStride == 1 && height == 8 && tileRows == 8)
            CopyEights(source, a.ColumnStride, depth, tile);
        else if (a.ColumnStride == 1)
            CopyColumns(source, a.RowStride, depth, height, tileRows, tile);
        else
            CopyAny(source, a.ColumnStride, a.RowStride, depth, height, tileRows, tile);
        return new MatrixView(tile, tileRows, depth, 1, tileRows);
    }

    private static void CopyRows(float* source, nint stride, int depth, float* target)
    {
        for (int k = 0; k < depth; k++, source += stride, target += Panel)
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
