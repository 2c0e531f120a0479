using System.Runtime.InteropServices;

namespace PluginHost.Neural.Kernels;

/// <summary>
/// The system's OpenBLAS, if it is installed and the user asks for it with <c>PLUGINHOST_OPENBLAS=1</c>. Off otherwise: its sums depend on
/// the processor and on the number of threads, so a training run would not repeat elsewhere.
/// </summary>
internal static unsafe class OpenBlas
{
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112;
    private static readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> Sgemm = Load();

    public static bool Available => Sgemm is not null;

    /// <summary>Whether products go to OpenBLAS. Setting it without the library changes nothing.</summary>
    public static bool Enabled { get; set; } = Available && Environment.GetEnvironmentVariable("PLUGINHOST_OPENBLAS") == "1";

    /// <summary>False for views with two strides, which BLAS cannot express.</summary>
    public static bool TryMultiply(MatrixView a, MatrixView b, MatrixSum c)
    {
        if (!Available || !TryLayout(a, out int aOrder, out int aStride) || !TryLayout(b, out int bOrder, out int bStride))
            return false;
        for (int row = 0; c.Start is not null && c.Start != c.Data && row < a.Rows; row++)
            VectorOps.Copy(c.Start + row * c.StartStride, c.Data + row * c.Stride, b.Columns);
        Sgemm(RowMajor, aOrder, bOrder, a.Rows, b.Columns, a.Columns, 1, a.Data, aStride, b.Data, bStride, c.Start is null ? 0 : 1, c.Data, (int)c.Stride);
        return true;
    }

    private static bool TryLayout(MatrixView view, out int order, out int stride)
    {
        bool rowMajor = view.ColumnStride == 1;
        order = rowMajor ? NoTranspose : Transpose;
        stride = (int)(rowMajor ? view.RowStride : view.ColumnStride);
        return rowMajor || view.RowStride == 1;
    }

    private static delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> Load()
    {
        foreach (string name in (ReadOnlySpan<string>)["libopenblas.so.0", "libopenblas.dylib", "libopenblas.dll"])
        {
            if (!NativeLibrary.TryLoad(name, out nint library) || !NativeLibrary.TryGetExport(library, "cblas_sgemm", out nint address))
                continue;
            // One thread: the trainer is parallel over the batch already.
            if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint threads))
                ((delegate* unmanaged<int, void>)threads)(1);
            return (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)address;
        }
        return null;
    }
}
