using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;

namespace PluginHost.Neural.Steps;

/// <summary>The head of independent sigmoids.</summary>
internal sealed unsafe class BitsDraw(StepShape shape, StepWeights weights)
{
    private readonly FloatBuffer _logits = new(shape.Tokens);

    public int Sample(float* h, Draw draw, ReadOnlySpan<float> bias, ref CounterRandom random, Span<StepToken> result)
    {
        Begin(h);
        int count = 0;
        for (int token = 0; token < shape.Tokens; token++)
        {
            double logit = _logits.Span[token] + (bias.IsEmpty ? 0 : bias[token]);
            double uniform = random.NextSingle();
            bool sounds = draw.Temperature == 0 ? logit > 0 : uniform < 1 / (1 + Math.Exp(-logit / draw.Temperature));
            if (sounds && count < result.Length)
                result[count++] = new StepToken((short)token, 0, 0, 0);
        }
        return count;
    }

    public double LogLikelihood(float* h, ReadOnlySpan<int> tokens)
    {
        Begin(h);
        double sum = 0;
        foreach (float logit in _logits.Span)
            sum -= Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        foreach (int token in tokens)
            sum += _logits.Span[token];
        return sum;
    }

    private void Begin(float* h) => MatrixVector.Multiply(
        weights.Set.Pointer(weights.Direct), shape.Tokens, shape.Hidden, h, weights.Set.Pointer(weights.DirectBias), _logits.Pointer);
}
