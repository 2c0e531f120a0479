using PluginHost.Neural.Kernels;
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
        VectorOps.Rectify(x.Data, y.Data, x.Count);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        VectorOps.AddWherePositive(_y.Data, _y.Gradient, _x.Gradient, _x.Count);
    }
}
