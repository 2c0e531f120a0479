using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Copies matrices into the order in which <see cref="MatrixTile{TRow}"/> reads them.</summary>
internal static unsafe class MatrixPacking
{
    /// <summary>Columns of a panel of B, and rows of a strip of A.</summary>
    public const int Panel = 16;

    /// <summary>Floats that <see cref="Panels"/> writes.</summary>
    public static int PanelFloats(int depth, int columns) => (columns + Panel - 1) / Panel * Panel * depth;

    /// <summary>B as panels of 16 columns; missing columns are zero.</summary>
    public static void Panels(MatrixView b, float* panels)
    {
        for (int column = 0; column < b.Columns; column += Panel, panels += (nint)b.Rows * Panel)
        {
            int width = Math.Min(Panel, b.Columns - column);
            float* source = b.Data + column * b.ColumnStride;
            if (width == Panel && b.ColumnStride == 1)
                CopyRows(source, b.RowStride, b.Rows, panels);
            else if (b.RowStride == 1)
                CopyColumns(source, b.ColumnStride, b.Rows, width, panels);
            else
                CopyAny(source, b.RowStride, b.ColumnStride, b.Rows, width, panels);
        }
    }

    /// <summary>A strip of up to 16 rows of A, with rows of zeros behind it where the last tile sticks out.</summary>
    /// <returns>The strip itself where its rows are contiguous and fill their tiles, else a copy in <paramref name="panel"/>.</returns>
    public static MatrixView Strip(MatrixView strip, float* panel)
    {
        if (strip.ColumnStride == 1 && strip.Rows % 4 == 0)
            return strip;
        Panels(strip.Transposed, panel);
        return new MatrixView(panel, Panel, strip.Columns, 1, Panel);
    }

    private static void CopyRows(float* source, nint stride, int depth, float* target)
    {
        for (int k = 0; k < depth; k++, source += stride, target += Panel)
        {
            Vector256.Load(source).Store(target);
            Vector256.Load(source + 8).Store(target + 8);
        }
    }

    // Lines that are contiguous along the depth become columns of the target: eight by eight where possible.
    private static void CopyColumns(float* source, nint stride, int depth, int count, float* target)
    {
        int line = 0;
        for (; line + 8 <= count; line += 8)
        {
            int k = 0;
            for (; k + 8 <= depth; k += 8)
                Transpose8.Run(source + line * stride + k, stride, target + (nint)k * Panel + line, Panel);
            for (; k < depth; k++)
                for (int i = line; i < line + 8; i++)
                    target[(nint)k * Panel + i] = source[i * stride + k];
        }
        for (; line < count; line++)
            for (int k = 0; k < depth; k++)
                target[(nint)k * Panel + line] = source[line * stride + k];
        Pad(depth, count, target);
    }

    private static void CopyAny(float* source, nint depthStride, nint lineStride, int depth, int count, float* target)
    {
        for (int k = 0; k < depth; k++)
            for (int line = 0; line < count; line++)
                target[(nint)k * Panel + line] = source[k * depthStride + line * lineStride];
        Pad(depth, count, target);
    }

    private static void Pad(int depth, int count, float* target)
    {
        for (int k = 0; count < Panel && k < depth; k++)
            new Span<float>(target + (nint)k * Panel + count, Panel - count).Clear();
    }
}
