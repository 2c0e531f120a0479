using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// A gated recurrent unit over whole sequences (Cho et al. 2014, in PyTorch's form): r and z = sigmoid(x + W h + b),
/// n = tanh(x_n + r (W_n h + b_n)), h' = (1 - z) n + z h. The input part x (rows x 3 hidden; r, z, n) is computed before, for all steps at once.
/// </summary>
internal sealed unsafe class GruNode : Node
{
    private readonly RecurrentWeights _recurrent = new();
    private Tensor _x, _y, _initial;
    private float* _products;

    /// <summary>
    /// The state after each step; <paramref name="initial"/> (batch x hidden) may be empty for zeros. <paramref name="x"/> is used up: its
    /// values become those of the gates, and on the way back the gradient, so that memory sees one large matrix instead of four.
    /// </summary>
    public static Tensor Apply(GradientTape tape, SequenceLayout layout, Tensor x, Parameter weight, Parameter bias, Tensor initial)
    {
        GruNode node = tape.Record<GruNode>();
        RecurrentWeights recurrent = node._recurrent;
        recurrent.Begin(tape, layout, weight, bias);
        int hidden = recurrent.Hidden;
        Tensor y = tape.Allocate(layout.Rows, hidden);
        (node._x, node._y, node._initial) = (x, y, initial);
        node._products = tape.Arena.Allocate(layout.Rows * hidden);
        for (int t = 0; t < layout.Steps; t++)
        {
            nint start = layout.Start(t);
            float* gates = x.Data + start * 3 * hidden, products = node._products + start * hidden, b = tape.Values(bias);
            recurrent.Forward(t, y.Data, initial.Data, MatrixSum.AddTo(gates, 3 * hidden), MatrixSum.OnRow(products, hidden, b + 2 * hidden));
            for (nint i = 0; i < layout.Active(t); i++)
                GruGates.Forward(gates + i * 3 * hidden, b, products + i * hidden,
                    recurrent.Before + (start + i) * hidden, y.Data + (start + i) * hidden, hidden);
        }
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        SequenceLayout layout = _recurrent.Layout;
        int hidden = _recurrent.Hidden;
        _recurrent.BeginBackward(_x.View.Part(0, layout.Rows, 0, 2 * hidden), MatrixView.RowMajor(_products, layout.Rows, hidden));
        for (int t = layout.Steps - 1; t >= 0; t--)
        {
            nint start = layout.Start(t);
            // The gradient of a state is whole once the step after has added its part.
            float* carry = t > 0 ? _y.Gradient + (nint)layout.Start(t - 1) * hidden : _initial.Gradient;
            for (nint i = 0; i < layout.Active(t); i++)
                GruGates.Backward(_x.Data + (start + i) * 3 * hidden, _products + (start + i) * hidden, _recurrent.Before + (start + i) * hidden,
                    _y.Gradient + (start + i) * hidden, carry is null ? null : carry + i * hidden, hidden);
            _recurrent.Backward(t, carry);
        }
        if (_x.KeepsGradientApart)
            VectorOps.Add(_x.Data, _x.Gradient, _x.Count);
    }
}
