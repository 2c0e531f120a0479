using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Tape;

/// <summary>A row-major matrix of one training step and the gradient of the loss by it, both in the arena.</summary>
internal readonly unsafe struct Tensor(float* data, float* gradient, int rows, int columns)
{
    public float* Data { get; } = data;

    /// <summary>Zero at first; every node that reads this tensor adds to it on the way back. Null for constants. The same as
    /// <see cref="Data"/> if this tensor's one reader uses it up.</summary>
    public float* Gradient { get; } = gradient;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Count => Rows * Columns;

    public bool IsEmpty => Data is null;

    /// <summary>Whether a node that left the gradient in the place of the values still has to add it elsewhere.</summary>
    public bool KeepsGradientApart => Gradient is not null && Gradient != Data;

    public MatrixView View => MatrixView.RowMajor(Data, Rows, Columns);

    public MatrixView GradientView => MatrixView.RowMajor(Gradient, Rows, Columns);

    public Span<float> Span => new(Data, Count);

    public Span<float> GradientSpan => new(Gradient, Count);
}
