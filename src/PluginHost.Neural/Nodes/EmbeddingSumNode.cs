using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>y[row] = b + the sum of the rows of E that the indices name: a linear layer whose input is zeros and ones.</summary>
internal sealed unsafe class EmbeddingSumNode : Node
{
    // A stripe of the table this wide stays in the second-level cache while all rows pass by.
    private const int Stripe = 128;
    private Tensor _y;
    private Parameter _table = null!;
    private Parameter? _bias;
    private IndexRows _indices = null!;

    /// <param name="tape">Records it.</param>
    /// <param name="indices">The rows of the table that each result adds up.</param>
    /// <param name="table">Features x outputs.</param>
    /// <param name="bias">Outputs, or none.</param>
    /// <param name="usedUp">Whether the result's one reader uses it up, as recurrences do.</param>
    public static Tensor Apply(GradientTape tape, IndexRows indices, Parameter table, Parameter? bias, bool usedUp = false)
    {
        EmbeddingSumNode node = tape.Record<EmbeddingSumNode>();
        Tensor y = tape.Allocate(indices.Rows, table.Columns, usedUp);
        (node._y, node._table, node._bias, node._indices) = (y, table, bias, indices);
        if (bias is not null)
            VectorOps.Repeat(tape.Values(bias), y.Data, y.Rows, y.Columns);
        else
            VectorOps.Clear(y.Data, y.Count);
        float* rows = tape.Values(table);
        for (int column = 0; column < y.Columns; column += Stripe)
            for (int row = 0; row < y.Rows; row++)
                foreach (int index in indices[row])
                    VectorOps.Add(rows + (nint)index * y.Columns + column, y.Data + (nint)row * y.Columns + column, Math.Min(Stripe, y.Columns - column));
        return y;
    }

    public override void Backward(GradientTape tape)
    {
        if (_bias is not null)
            VectorOps.AddRows(_y.GradientView, tape.Gradient(_bias));
        float* rows = tape.Gradient(_table);
        for (int column = 0; column < _y.Columns; column += Stripe)
            for (int row = 0; row < _y.Rows; row++)
                foreach (int index in _indices[row])
                    VectorOps.Add(_y.Gradient + (nint)row * _y.Columns + column, rows + (nint)index * _y.Columns + column, Math.Min(Stripe, _y.Columns - column));
    }
}
