using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// A long short-term memory over whole sequences (Hochreiter and Schmidhuber 1997, with forget gate, in PyTorch's form): i, f, o = sigmoid,
/// g = tanh of x + W h + b; c' = f c + i g; h' = o tanh(c'). The input part x (rows x 4 hidden; i, f, g, o) is computed before.
/// </summary>
internal sealed unsafe class LstmNode : Node
{
    private readonly RecurrentWeights _recurrent = new();
    private Tensor _x, _y, _initial;
    private float* _cells, _cellsBefore;

    /// <summary>The outputs h; <paramref name="initial"/> (batch x 2 hidden: h, c) may be empty for zeros, and takes no gradient. <paramref name="x"/> is used up as by <see cref="GruNode"/>.</summary>
    public static Tensor Apply(GradientTape tape, SequenceLayout layout, Tensor x, Parameter weight, Parameter bias, Tensor initial, out Tensor cells)
    {
        LstmNode node = tape.Record<LstmNode>();
        RecurrentWeights recurrent = node._recurrent;
        recurrent.Begin(tape, layout, weight, bias);
        int hidden = recurrent.Hidden;
        Tensor y = tape.Allocate(layout.Rows, hidden);
        (node._x, node._y, node._initial) = (x, y, initial);
        node._cells = tape.Arena.Allocate(layout.Rows * hidden);
        node._cellsBefore = tape.Arena.Allocate(layout.Rows * hidden);
        float* products = tape.Arena.Allocate(layout.Batch * 4 * hidden);
        float* h0 = node.Initial(tape, 0), c0 = node.Initial(tape, hidden);
        for (int t = 0; t < layout.Steps; t++)
        {
            recurrent.Forward(t, y.Data, h0, products);
            float* cells0 = t == 0 ? c0 : node._cells + (nint)layout.Start(t - 1) * hidden;
            VectorOps.Copy(cells0, node._cellsBefore + (nint)layout.Start(t) * hidden, layout.Active(t) * hidden);
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                float* gates = x.Data + row * 4 * hidden;
                LstmGates.Forward(gates, products + i * 4 * hidden, node._cellsBefore + row * hidden,
                    gates, node._cells + row * hidden, y.Data + row * hidden, hidden);
            }
        }
        cells = new Tensor(node._cells, null, layout.Rows, hidden);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        SequenceLayout layout = _recurrent.Layout;
        int hidden = _recurrent.Hidden;
        float* carry = tape.Arena.AllocateClear(layout.Batch * hidden);
        float* cellCarry = tape.Arena.AllocateClear(layout.Batch * hidden);
        _recurrent.BeginBackward(_x.View.Part(0, layout.Rows, 0, 3 * hidden), _x.View.Part(0, layout.Rows, 3 * hidden, hidden));
        for (int t = layout.Steps - 1; t >= 0; t--)
        {
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                LstmGates.Backward(_x.Data + row * 4 * hidden, _cellsBefore + row * hidden, _cells + row * hidden, _y.Gradient + row * hidden,
                    carry + i * hidden, cellCarry + i * hidden, hidden);
            }
            _recurrent.Backward(t, carry);
        }
        if (_x.KeepsGradientApart)
            VectorOps.Add(_x.Data, _x.Gradient, _x.Count);
    }

    // Row b of the initial state is (h, c): one of the two as a matrix of its own.
    private float* Initial(GradientTape tape, int offset)
    {
        int hidden = _recurrent.Hidden;
        float* part = tape.Arena.AllocateClear(_recurrent.Layout.Batch * hidden);
        for (int b = 0; !_initial.IsEmpty && b < _recurrent.Layout.Batch; b++)
            VectorOps.Copy(_initial.Data + b * 2 * hidden + offset, part + b * hidden, hidden);
        return part;
    }
}
