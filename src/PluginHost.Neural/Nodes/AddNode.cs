using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>y = a + b.</summary>
internal sealed unsafe class AddNode : Node
{
    private Tensor _a, _b, _y;

    public static Tensor Apply(GradientTape tape, Tensor a, Tensor b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
            throw new ArgumentException($"{a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} cannot be added");
        AddNode node = tape.Record<AddNode>();
        Tensor y = tape.Allocate(a.Rows, a.Columns);
        (node._a, node._b, node._y) = (a, b, y);
        VectorOps.Copy(a.Data, y.Data, y.Count);
        VectorOps.Add(b.Data, y.Data, y.Count);
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        if (_a.Gradient is not null)
            VectorOps.Add(_y.Gradient, _a.Gradient, _y.Count);
        if (_b.Gradient is not null)
            VectorOps.Add(_y.Gradient, _b.Gradient, _y.Count);
    }
}
