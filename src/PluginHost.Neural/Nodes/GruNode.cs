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
    private float* _gates;

    /// <summary>The state after each step; <paramref name="initial"/> (batch x hidden) may be empty for zeros.</summary>
    public static Tensor Apply(GradientTape tape, SequenceLayout layout, Tensor x, Parameter weight, Parameter bias, Tensor initial)
    {
        GruNode node = tape.Record<GruNode>();
        RecurrentWeights recurrent = node._recurrent;
        recurrent.Begin(tape, layout, weight, bias);
        int hidden = recurrent.Hidden;
        Tensor y = tape.Allocate(layout.Rows, hidden);
        (node._x, node._y, node._initial) = (x, y, initial);
        node._gates = tape.Arena.Allocate(layout.Rows * 4 * hidden);
        float* products = tape.Arena.Allocate(layout.Batch * 3 * hidden);
        for (int t = 0; t < layout.Steps; t++)
        {
            recurrent.Forward(t, y.Data, initial.Data, products);
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                GruGates.Forward(x.Data + row * 3 * hidden, products + i * 3 * hidden, recurrent.Before + row * hidden,
                    node._gates + row * 4 * hidden, y.Data + row * hidden, hidden);
            }
        }
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        SequenceLayout layout = _recurrent.Layout;
        int hidden = _recurrent.Hidden;
        float* gradients = tape.Arena.Allocate(layout.Rows * 3 * hidden);
        float* carry = tape.Arena.AllocateClear(layout.Batch * hidden);
        _recurrent.BeginBackward();
        for (int t = layout.Steps - 1; t >= 0; t--)
        {
            for (int i = 0; i < layout.Active(t); i++)
            {
                nint row = layout.Start(t) + i;
                GruGates.Backward(_gates + row * 4 * hidden, _recurrent.Before + row * hidden, _y.Gradient + row * hidden,
                    carry + i * hidden, _x.Gradient + row * 3 * hidden, gradients + row * 3 * hidden, hidden);
            }
            _recurrent.Backward(t, gradients, carry);
        }
        if (!_initial.IsEmpty && _initial.Gradient is not null)
            VectorOps.Add(carry, _initial.Gradient, layout.Batch * hidden);
        _recurrent.EndBackward(gradients);
    }
}
