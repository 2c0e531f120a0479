using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>y = max(x, 0).</summary>
internal sealed unsafe class ReluNode : Node
{
    private Tensor _x, _y;

    public static Tensor Apply(GradientTape tape, Tensor x)
    {
        ReluNode node = tape.Record<ReluNode>();
        Tensor y = tape.Allocate(x.Rows, x.Columns);
        (node._x, node._y) = (x, y);
        for (int i = 0; i < x.Count; i++)
            y.Data[i] = MathF.Max(x.Data[i], 0);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        for (int i = 0; i < _x.Count; i++)
            _x.Gradient[i] += _y.Data[i] > 0 ? _y.Gradient[i] : 0;
    }
}
