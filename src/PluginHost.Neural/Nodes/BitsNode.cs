using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Nodes;

/// <summary>The binary cross-entropy of independent sigmoids, summed over columns and rows: weight * sum of ln(1 + e^l) - l [set].</summary>
internal sealed unsafe class BitsNode : Node
{
    private Tensor _logits;
    private IndexRows _targets = null!;
    private float* _weights;
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
        double nats = 0;
        for (int row = 0; row < logits.Rows; row++)
        {
            float* l = logits.Data + (nint)row * logits.Columns;
            double sum = 0;
            for (int i = 0; i < logits.Columns; i++)
                sum += MathF.Max(l[i], 0) + Math.Log(1 + Math.Exp(-MathF.Abs(l[i])));
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
            float* l = _logits.Data + (nint)row * _logits.Columns;
            float* gradient = _logits.Gradient + (nint)row * _logits.Columns;
            for (int i = 0; i < _logits.Columns; i++)
                gradient[i] += weight * VectorMath.Sigmoid(System.Runtime.Intrinsics.Vector256.Create(l[i]))[0];
            foreach (int index in _targets[row])
                gradient[index] -= weight;
        }
    }
}
