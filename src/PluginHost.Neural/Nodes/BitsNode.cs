using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>The binary cross-entropy of independent sigmoids, summed over columns and rows: weight * sum of ln(1 + e^l) - l [set].</summary>
internal sealed unsafe class BitsNode : Node
{
    private Tensor _logits;
    private IndexRows _targets = null!;
    private float* _weights, _odds;
    private float _scale;

    /// <param name="tape">Its loss grows by scale times the sum.</param>
    /// <param name="logits">Rows x columns.</param>
    /// <param name="targets">The columns that are set, row by row.</param>
    /// <param name="weights">One for each row.</param>
    /// <param name="scale">What a nat counts in the loss.</param>
    /// <returns>The sum in nats, without the scale.</returns>
    public static double Apply(GradientTape tape, Tensor logits, IndexRows targets, ReadOnlySpan<float> weights, float scale)
    {
        BitsNode node = tape.Record<BitsNode>();
        (node._logits, node._targets, node._scale) = (logits, targets, scale);
        node._weights = tape.Arena.Allocate(logits.Rows);
        weights[..logits.Rows].CopyTo(new Span<float>(node._weights, logits.Rows));
        node._odds = tape.Arena.Allocate(logits.Count);
        double nats = 0;
        for (int row = 0; row < logits.Rows; row++)
        {
            float* l = logits.Data + (nint)row * logits.Columns;
            double sum = VectorSums.SoftPlusSum(l, node._odds + (nint)row * logits.Columns, logits.Columns);
            foreach (int index in targets[row])
                sum -= l[index];
            nats += weights[row] * sum;
        }
        tape.Loss += scale * nats;
        return nats;
    }

    public override void Backward(GradientTape tape)
    {
        for (int row = 0; row < _logits.Rows; row++)
        {
            float weight = _scale * _weights[row];
            nint start = (nint)row * _logits.Columns;
            VectorOps.AddSigmoid(weight, _logits.Data + start, _odds + start, _logits.Gradient + start, _logits.Columns);
            foreach (int index in _targets[row])
                _logits.Gradient[start + index] -= weight;
        }
    }
}
