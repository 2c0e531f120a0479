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
        float* products = tape.Arena.Allocate(layout.Batch * 3 * hidden);
        for (int t = 0; t < layout.Steps; t++)
        {
            recurrent.Forward(t, y.Data, initial.Data, products);
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                float* gates = x.Data + row * 3 * hidden;
                GruGates.Forward(gates, products + i * 3 * hidden, recurrent.Before + row * hidden,
                    gates, node._products + row * hidden, y.Data + row * hidden, hidden);
            }
        }
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        SequenceLayout layout = _recurrent.Layout;
        int hidden = _recurrent.Hidden;
        float* carry = tape.Arena.AllocateClear(layout.Batch * hidden);
        _recurrent.BeginBackward(_x.View.Part(0, layout.Rows, 0, 2 * hidden), MatrixView.RowMajor(_products, layout.Rows, hidden));
        for (int t = layout.Steps - 1; t >= 0; t--)
        {
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                GruGates.Backward(_x.Data + row * 3 * hidden, _products + row * hidden, _recurrent.Before + row * hidden,
                    _y.Gradient + row * hidden, carry + i * hidden, hidden);
            }
            _recurrent.Backward(t, carry);
        }
        if (!_initial.IsEmpty && _initial.Gradient is not null)
            VectorOps.Add(carry, _initial.Gradient, layout.Batch * hidden);
        if (_x.KeepsGradientApart)
            VectorOps.Add(_x.Data, _x.Gradient, _x.Count);
    }
}
