using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>Draws loudness, timing and length of tokens: softmaxes over relu(D h + d + T[token]).</summary>
internal sealed unsafe class ClassDraw(StepShape shape, StepWeights weights)
{
    private readonly FloatBuffer _state = new(StepWeights.DetailWidth), _active = new(StepWeights.DetailWidth), _logits = new(256);

    public void Sample(float* h, Draw draw, ref CounterRandom random, Span<StepToken> tokens)
    {
        MatrixVector.Multiply(Pointer(weights.Detail!), StepWeights.DetailWidth, shape.Hidden, h, Pointer(weights.DetailBias!), _state.Pointer);
        foreach (ref StepToken token in tokens)
        {
            float* row = Pointer(weights.DetailToken!) + token.Token * StepWeights.DetailWidth;
            for (int i = 0; i < StepWeights.DetailWidth; i++)
                _active.Span[i] = MathF.Max(_state.Span[i] + row[i], 0);
            token = new StepToken(token.Token, Class(weights.Velocity, draw, ref random), Class(weights.Offset, draw, ref random),
                Class(weights.Length, draw, ref random));
        }
    }

    private byte Class(StepClasses? classes, Draw draw, ref CounterRandom random)
    {
        if (classes is null)
            return 0;
        MatrixVector.Multiply(Pointer(classes.Weight), classes.Bins, StepWeights.DetailWidth, _active.Pointer, Pointer(classes.Bias), _logits.Pointer);
        return (byte)draw.From(_logits.Pointer, classes.Bins, ref random);
    }

    private float* Pointer(Parameter parameter) => weights.Set.Pointer(parameter);
}
