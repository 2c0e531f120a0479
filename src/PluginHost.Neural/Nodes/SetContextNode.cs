using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>
/// What is known when each token of a set is drawn, lowest first: for a row with tokens a &lt; b &lt; c the four results are z, z + E[a] + L[a],
/// z + E[a] + E[b] + L[b] and z + E[a] + E[b] + E[c] + L[c]; the last is where the end is drawn.
/// </summary>
internal sealed unsafe class SetContextNode : Node
{
    private Tensor _z, _y;
    private IndexRows _tokens = null!;
    private Parameter _chosen = null!, _last = null!;

    public static Tensor Apply(GradientTape tape, Tensor z, IndexRows tokens, Parameter chosen, Parameter last)
    {
        SetContextNode node = tape.Record<SetContextNode>();
        int width = z.Columns;
        Tensor y = tape.Allocate(tokens.Count + tokens.Rows, width);
        (node._z, node._y, node._tokens, node._chosen, node._last) = (z, y, tokens, chosen, last);
        float* sum = tape.Arena.Allocate(width);
        float* item = y.Data;
        for (int row = 0; row < tokens.Rows; row++)
        {
            VectorOps.Copy(z.Data + (nint)row * width, sum, width);
            VectorOps.Copy(sum, item, width);
            item += width;
            foreach (int token in tokens[row])
            {
                VectorOps.Add(tape.Values(chosen) + (nint)token * width, sum, width);
                VectorOps.Copy(sum, item, width);
                VectorOps.Add(tape.Values(last) + (nint)token * width, item, width);
                item += width;
            }
        }
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        int width = _z.Columns;
        float* sum = tape.Arena.Allocate(width);
        float* item = _y.Gradient + (nint)(_y.Rows - 1) * width;
        for (int row = _tokens.Rows - 1; row >= 0; row--)
        {
            VectorOps.Clear(sum, width);
            Span<int> tokens = _tokens[row];
            for (int k = tokens.Length - 1; k >= 0; k--, item -= width)
            {
                VectorOps.Add(item, sum, width);
                VectorOps.Add(item, tape.Gradient(_last) + (nint)tokens[k] * width, width);
                VectorOps.Add(sum, tape.Gradient(_chosen) + (nint)tokens[k] * width, width);
            }
            VectorOps.Add(item, sum, width);
            item -= width;
            VectorOps.Add(sum, _z.Gradient + (nint)row * width, width);
        }
    }
}
