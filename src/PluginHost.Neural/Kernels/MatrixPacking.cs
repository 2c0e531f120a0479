using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Copies matrices into the order in which <see cref="MatrixTile{TRow}"/> reads them.</summary>
internal static unsafe class MatrixPacking
{
    /// <summary>Columns of a panel of B, and rows of the tallest tile.</summary>
    public const int Panel = 16;

    /// <summary>Floats that <see cref="Panels"/> writes.</summary>
    public static int PanelFloats(int depth, int columns) => (columns + Panel - 1) / Panel * Panel * depth;

    /// <summary>B as panels of 16 columns; missing columns are zero.</summary>
    public static void Panels(MatrixView b, float* panels)
    {
        int column = 0;
        for (int width; b.ColumnStride == 1 && column + Panel <= b.Columns; column += width)
        {
            width = Math.Min(4 * Panel, (b.Columns - column) / Panel * Panel);
            CopyRows(b.Part(0, b.Rows, column, width), panels + (nint)b.Rows * column);
        }
        for (; column < b.Columns; column += Panel)
        {
            MatrixView part = b.Part(0, b.Rows, column, Math.Min(Panel, b.Columns - column));
            float* panel = panels + (nint)b.Rows * column;
            if (b.RowStride == 1)
                CopyColumns(part, panel);
            else
                CopyAny(part, panel);
            for (int k = 0; part.Columns < Panel && k < b.Rows; k++)
                VectorOps.Clear(panel + (nint)k * Panel + part.Columns, Panel - part.Columns);
        }
    }

    // Row by row through a few panels: memory likes to be read in a line, but the cache not to be written at many places 16 kB apart.
    private static void CopyRows(MatrixView b, float* panels)
    {
        nint panel = (nint)b.Rows * Panel;
        for (int k = 0; k < b.Rows; k++, panels += Panel)
        {
            float* source = b.Data + k * b.RowStride, target = panels;
            for (float* end = source + b.Columns; source < end; source += Panel, target += panel)
            {
                Vector256.Load(source).Store(target);
                Vector256.Load(source + 8).Store(target + 8);
            }
        }
    }

    // Columns are contiguous and become columns of the panel: eight by eight where possible.
    private static void CopyColumns(MatrixView b, float* panel)
    {
        int line = 0;
        for (; line + 8 <= b.Columns; line += 8)
        {
            float* source = b.Data + line * b.ColumnStride, target = panel + line;
            int k = 0;
            for (; k + 8 <= b.Rows; k += 8)
                Transpose8.Run(source + k, b.ColumnStride, target + k * Panel, Panel);
            CopyAny(b.Part(k, b.Rows - k, line, 8), target + k * Panel);
        }
        CopyAny(b.Part(0, b.Rows, line, b.Columns - line), panel + line);
    }

    private static void CopyAny(MatrixView b, float* target)
    {
        for (int k = 0; k < b.Rows; k++)
            for (int column = 0; column < b.Columns; column++)
                target[(nint)k * Panel + column] = b.Data[k * b.RowStride + column * b.ColumnStride];
    }
}
