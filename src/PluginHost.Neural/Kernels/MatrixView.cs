namespace PluginHost.Neural.Kernels;

/// <summary>A matrix in someone else's memory; element (r, c) lies at <c>Data + r * RowStride + c * ColumnStride</c>.</summary>
internal readonly unsafe struct MatrixView(float* data, int rows, int columns, nint rowStride, nint columnStride)
{
    public float* Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    public MatrixView Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    public static MatrixView RowMajor(float* data, int rows, int columns) => new(data, rows, columns, columns, 1);

    /// <summary>Some neighbouring rows and columns.</summary>
    public MatrixView Part(int row, int rows, int column, int columns) =>
        new(Data + row * RowStride + column * ColumnStride, rows, columns, RowStride, ColumnStride);
}
