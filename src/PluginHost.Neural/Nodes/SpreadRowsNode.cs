using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>One result per token: y[item] = x[row of the item] + E[token of the item].</summary>
internal sealed unsafe class SpreadRowsNode : Node
{
    private Tensor _x, _y;
    private IndexRows _tokens = null!;
    private Parameter _table = null!;

    public static Tensor Apply(GradientTape tape, Tensor x, IndexRows tokens, Parameter table)
    {
        SpreadRowsNode node = tape.Record<SpreadRowsNode>();
        int width = x.Columns;
        Tensor y = tape.Allocate(tokens.Count, width);
        (node._x, node._y, node._tokens, node._table) = (x, y, tokens, table);
        float* item = y.Data;
        for (int row = 0; row < tokens.Rows; row++)
            foreach (int token in tokens[row])
            {
                VectorOps.Copy(x.Data + (nint)row * width, item, width);
                VectorOps.Add(tape.Values(table) + (nint)token * width, item, width);
                item += width;
            }
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        int width = _x.Columns;
        float* item = _y.Gradient;
        for (int row = 0; row < _tokens.Rows; row++)
            foreach (int token in _tokens[row])
            {
                VectorOps.Add(item, _x.Gradient + (nint)row * width, width);
                VectorOps.Add(item, tape.Gradient(_table) + (nint)token * width, width);
                item += width;
            }
    }
}
