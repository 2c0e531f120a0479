using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Tape;

/// <summary>A row-major matrix of one training step and the gradient of the loss by it, both in the arena.</summary>
internal readonly unsafe struct Tensor(float* data, float* gradient, int rows, int columns)
{
    public float* Data { get; } = data;

    /// <summary>Zero at first; every node that reads this tensor adds to it on the way back. Null for constants.</summary>
    public float* Gradient { get; } = gradient;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Count => Rows * Columns;

    public bool IsEmpty => Data is null;

    public MatrixView View => MatrixView.RowMajor(Data, Rows, Columns);

    public MatrixView GradientView => MatrixView.RowMajor(Gradient, Rows, Columns);

    public Span<float> Span => new(Data, Count);

    public Span<float> GradientSpan => new(Gradient, Count);
}
