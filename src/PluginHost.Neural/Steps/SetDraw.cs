using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;

namespace PluginHost.Neural.Steps;

/// <summary>
/// The set head, token by token from low to high: logits = V relu(U h + a + sum E[chosen] + L[last]) + B h + b over the tokens above the last
/// one and the end. The probability of a set is the product over its draws, as in NADE (Larochelle and Murray 2011), but only over what sounds.
/// </summary>
internal sealed unsafe class SetDraw(StepShape shape, StepWeights weights)
{
    private readonly FloatBuffer _direct = new(shape.Tokens + 1), _logits = new(shape.Tokens + 1);
    private readonly FloatBuffer _sum = new(shape.HeadWidth), _active = new(shape.HeadWidth);

    public int Sample(float* h, Draw draw, ReadOnlySpan<float> bias, ref CounterRandom random, Span<StepToken> result)
    {
        Begin(h);
        int last = -1;
        for (int count = 0; count < result.Length; count++)
        {
            float* logits = Logits(last);
            for (int i = last + 1; i < bias.Length; i++)
                logits[i] += bias[i];
            int token = last + 1 + draw.From(logits + last + 1, shape.Tokens - last, ref random);
            // Everything forbidden counts as the end.
            if (token <= last || token == shape.Tokens)
                return count;
            result[count] = new StepToken((short)token, 0, 0, 0);
            Choose(last = token);
        }
        return result.Length;
    }

    public double LogLikelihood(float* h, ReadOnlySpan<int> tokens)
    {
        Begin(h);
        int last = -1;
        double sum = 0;
        for (int k = 0; k <= tokens.Length; k++)
        {
            int token = k < tokens.Length ? tokens[k] : shape.Tokens;
            float* allowed = Logits(last) + last + 1;
            int count = shape.Tokens - last;
            float most = VectorSums.Max(allowed, count), logit = allowed[token - last - 1];
            sum += logit - most - Math.Log(VectorSums.ExpAndSum(allowed, count, most));
            if (k < tokens.Length)
                Choose(last = token);
        }
        return sum;
    }

    private void Begin(float* h)
    {
        MatrixVector.Multiply(Pointer(weights.State!), shape.HeadWidth, shape.Hidden, h, Pointer(weights.StateBias!), _sum.Pointer);
        MatrixVector.Multiply(Pointer(weights.Direct), shape.Tokens + 1, shape.Hidden, h, Pointer(weights.DirectBias), _direct.Pointer);
    }

    private void Choose(int token) => VectorOps.Add(Pointer(weights.Chosen!) + (nint)token * shape.HeadWidth, _sum.Pointer, shape.HeadWidth);

    // Only those above the last token are computed.
    private float* Logits(int last)
    {
        VectorOps.Copy(_sum.Pointer, _active.Pointer, shape.HeadWidth);
        if (last >= 0)
            VectorOps.Add(Pointer(weights.Last!) + (nint)last * shape.HeadWidth, _active.Pointer, shape.HeadWidth);
        foreach (ref float value in _active.Span)
            value = MathF.Max(value, 0);
        int first = last + 1;
        MatrixVector.Multiply(Pointer(weights.Output!) + (nint)first * shape.HeadWidth, shape.Tokens + 1 - first, shape.HeadWidth,
            _active.Pointer, _direct.Pointer + first, _logits.Pointer + first);
        return _logits.Pointer;
    }

    private float* Pointer(Tape.Parameter parameter) => weights.Set.Pointer(parameter);
}
