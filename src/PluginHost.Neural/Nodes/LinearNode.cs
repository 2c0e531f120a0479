using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>y = x W^T + b with W (outputs x inputs) as in PyTorch.</summary>
internal sealed unsafe class LinearNode : Node
{
    private Tensor _x, _y;
    private Parameter _weight = null!;
    private Parameter? _bias;

    /// <param name="tape">Records it.</param>
    /// <param name="x">Rows x inputs.</param>
    /// <param name="weight">Outputs x inputs.</param>
    /// <param name="bias">Outputs, or none.</param>
    /// <param name="usedUp">Whether the result's one reader uses it up, as recurrences do.</param>
    public static Tensor Apply(GradientTape tape, Tensor x, Parameter weight, Parameter? bias, bool usedUp = false)
    {
        LinearNode node = tape.Record<LinearNode>();
        Tensor y = tape.Allocate(x.Rows, weight.Rows, usedUp);
        (node._x, node._y, node._weight, node._bias) = (x, y, weight, bias);
        tape.Multiply(x.View, node.Weights(tape).Transposed, MatrixSum.OnRow(y.Data, y.Columns, bias is null ? null : tape.Values(bias)));
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        for (int row = 0; row < _y.Rows; row += MatrixProduct.DepthBlock)
        {
            // The bias and the weights while a block is in the cache.
            int rows = Math.Min(MatrixProduct.DepthBlock, _y.Rows - row);
            MatrixView gradient = _y.GradientView.Part(row, rows, 0, _y.Columns);
            if (_bias is not null)
                VectorOps.AddRows(gradient, tape.Gradient(_bias));
            tape.Multiply(gradient.Transposed, _x.View.Part(row, rows, 0, _x.Columns), MatrixSum.AddTo(tape.Gradient(_weight), _x.Columns));
        }
        if (_x.Gradient is not null)
            tape.Multiply(_y.GradientView, Weights(tape), MatrixSum.AddTo(_x.Gradient, _x.Columns));
    }

    private MatrixView Weights(GradientTape tape) => MatrixView.RowMajor(tape.Values(_weight), _weight.Rows, _weight.Columns);
}
