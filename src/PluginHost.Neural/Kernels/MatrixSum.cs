namespace PluginHost.Neural.Kernels;

/// <summary>Where a matrix product goes, row-major, and what it is added to.</summary>
internal readonly unsafe struct MatrixSum(float* data, nint stride, float* start, nint startStride)
{
    public float* Data { get; } = data;

    public nint Stride { get; } = stride;

    /// <summary>The first summand, as wide as the result; null for zeros.</summary>
    public float* Start { get; } = start;

    /// <summary>0 if every row starts from the same values.</summary>
    public nint StartStride { get; } = startStride;

    /// <summary>The product is added to what is there once its first part is.</summary>
    public MatrixSum Continued => AddTo(Data, Stride);

    /// <summary>C = A B.</summary>
    public static MatrixSum Set(float* data, nint stride) => new(data, stride, null, 0);

    /// <summary>C += A B.</summary>
    public static MatrixSum AddTo(float* data, nint stride) => new(data, stride, data, stride);

    /// <summary>C = A B with a row, such as a bias, added to every row; null for zeros.</summary>
    public static MatrixSum OnRow(float* data, nint stride, float* row) => new(data, stride, row, 0);

    /// <summary>The part of the result from an element on.</summary>
    public MatrixSum From(int row, int column) =>
        new(Data + row * Stride + column, Stride, Start is null ? null : Start + row * StartStride + column, StartStride);
}
