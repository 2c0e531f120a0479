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

    /// <summary>
    /// The outputs h; <paramref name="initial"/> (batch x 2 hidden: h, c) may be empty for zeros, and takes no gradient.
    /// <paramref name="x"/> is used up as by <see cref="GruNode"/>.
    /// </summary>
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
        float* h0 = node.Initial(tape, 0), c0 = node.Initial(tape, hidden);
        for (int t = 0; t < layout.Steps; t++)
        {
            nint start = layout.Start(t);
            float* gates = x.Data + start * 4 * hidden;
            recurrent.Forward(t, y.Data, h0, MatrixSum.AddTo(gates, 4 * hidden), MatrixSum.AddTo(gates + 3 * hidden, 4 * hidden));
            float* cells0 = t == 0 ? c0 : node._cells + (nint)layout.Start(t - 1) * hidden;
            VectorOps.Copy(cells0, node._cellsBefore + start * hidden, layout.Active(t) * hidden);
            for (nint i = 0; i < layout.Active(t); i++)
                LstmGates.Forward(gates + i * 4 * hidden, tape.Values(bias), node._cellsBefore + (start + i) * hidden,
                    node._cells + (start + i) * hidden, y.Data + (start + i) * hidden, hidden);
        }
        cells = new Tensor(node._cells, null, layout.Rows, hidden);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        SequenceLayout layout = _recurrent.Layout;
        int hidden = _recurrent.Hidden;
        float* cellCarry = tape.Arena.AllocateClear(layout.Batch * hidden);
        _recurrent.BeginBackward(_x.View.Part(0, layout.Rows, 0, 3 * hidden), _x.View.Part(0, layout.Rows, 3 * hidden, hidden));
        for (int t = layout.Steps - 1; t >= 0; t--)
        {
            nint start = layout.Start(t);
            for (nint i = 0; i < layout.Active(t); i++)
                LstmGates.Backward(_x.Data + (start + i) * 4 * hidden, _cellsBefore + (start + i) * hidden, _cells + (start + i) * hidden,
                    _y.Gradient + (start + i) * hidden, cellCarry + i * hidden, hidden);
            // The gradient of an output is whole once the step after has added its part.
            _recurrent.Backward(t, t > 0 ? _y.Gradient + (nint)layout.Start(t - 1) * hidden : null);
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
