using PluginHost.Neural.Kernels;
using PluginHost.Neural.Nodes;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>
/// Runs a model step by step and draws from it. Allocates only when it is made; one for each thread; no locks, no I/O, bounded time
/// (about the product of the model's weights with one vector, and one small softmax a token). [any-thread]
/// </summary>
public sealed unsafe class StepSampler
{
    private readonly StepShape _shape;
    private readonly StepWeights _weights;
    private readonly FloatBuffer _input, _products;
    private readonly SetDraw? _set;
    private readonly BitsDraw? _bits;
    private readonly ClassDraw? _classes;

    /// <summary>Prepares for one model. Allocates. [control-thread]</summary>
    public StepSampler(StepModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_shape, _weights) = (model.Shape, model.Weights);
        (_input, _products) = (new FloatBuffer(_shape.Gates), new FloatBuffer(_shape.Gates));
        if (_shape.Head == StepHead.Set)
            _set = new SetDraw(_shape, _weights);
        else
            _bits = new BitsDraw(_shape, _weights);
        if (_shape.HasDetails)
            _classes = new ClassDraw(_shape, _weights);
    }

    /// <summary>Moves a state one step on, given what is known before the step sounds. Does not allocate. [any-thread]</summary>
    /// <param name="state">A state of the same model.</param>
    /// <param name="inputs">Features that are there, each from 0 to below <see cref="StepShape.Features"/>.</param>
    public void Advance(StepState state, ReadOnlySpan<int> inputs)
    {
        ArgumentNullException.ThrowIfNull(state);
        float* input = _input.Pointer;
        VectorOps.Copy(Pointer(_weights.InputBias), input, _shape.Gates);
        foreach (int feature in inputs)
        {
            if ((uint)feature >= (uint)_shape.Features)
                throw new ArgumentOutOfRangeException(nameof(inputs), feature, $"a feature lies from 0 to below {_shape.Features}");
            VectorOps.Add(Pointer(_weights.Input) + (nint)feature * _shape.Gates, input, _shape.Gates);
        }
        float* h = state.Values.Pointer;
        for (int i = 0; i < _shape.Layers; i++, h += _shape.LayerState)
        {
            StepLayer layer = _weights.Layers[i];
            if (layer.Input is not null)
                MatrixVector.Multiply(Pointer(layer.Input), _shape.Gates, _shape.Hidden, h - _shape.LayerState, Pointer(layer.InputBias!), input);
            MatrixVector.Multiply(Pointer(layer.Recurrent), _shape.Gates, _shape.Hidden, h, Pointer(layer.RecurrentBias), _products.Pointer);
            if (_shape.Cell == RecurrentCell.Gru)
                GruGates.Forward(input, _products.Pointer, _products.Pointer + 2 * _shape.Hidden, h, h, _shape.Hidden);
            else
                LstmGates.Forward(input, _products.Pointer, h + _shape.Hidden, h + _shape.Hidden, h, _shape.Hidden);
        }
    }

    /// <summary>Draws the tokens of the step that <see cref="Advance"/> led to. Does not allocate. [any-thread]</summary>
    /// <param name="state">A state of the same model; not changed.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest. Not negative.</param>
    /// <param name="topP">Above 0 to 1: at each draw only the likeliest choices that together reach this probability.</param>
    /// <param name="bias">Added to the logits: one for each token and, last, the end of the set; minus infinity forbids. Empty for none.</param>
    /// <param name="random">Decides; moved on.</param>
    /// <param name="result">Receives the tokens, ascending; when it is full the set ends.</param>
    /// <returns>How many there are.</returns>
    public int Sample(StepState state, float temperature, float topP, ReadOnlySpan<float> bias, ref CounterRandom random, Span<StepToken> result)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (temperature is not (>= 0 and < float.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is 0 or more");
        if (topP is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(topP), topP, "the share of likely choices lies above 0, at most at 1");
        if (bias.Length != 0 && bias.Length != _shape.Tokens + 1)
            throw new ArgumentException($"{bias.Length} biases for {_shape.Tokens} tokens and the end");
        float* h = Top(state);
        Draw draw = new(temperature, topP);
        int count = _set is not null ? _set.Sample(h, draw, bias, ref random, result) : _bits!.Sample(h, draw, bias, ref random, result);
        _classes?.Sample(h, draw, ref random, result[..count]);
        return count;
    }

    /// <summary>The natural logarithm of the probability of exactly these tokens at the step that <see cref="Advance"/> led to. Does not allocate. [any-thread]</summary>
    /// <param name="state">A state of the same model; not changed.</param>
    /// <param name="tokens">Ascending, without repeats; may be empty.</param>
    public double LogLikelihood(StepState state, ReadOnlySpan<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(state);
        int last = -1;
        foreach (int token in tokens)
        {
            if (token <= last || token >= _shape.Tokens)
                throw new ArgumentException($"token {token} after {last}, of {_shape.Tokens}");
            last = token;
        }
        return _set is not null ? _set.LogLikelihood(Top(state), tokens) : _bits!.LogLikelihood(Top(state), tokens);
    }

    private float* Top(StepState state)
    {
        if (state.Values.Count != _shape.Layers * _shape.LayerState)
            throw new ArgumentException($"a state of {state.Values.Count} values does not fit the model");
        return state.Values.Pointer + (_shape.Layers - 1) * _shape.LayerState;
    }

    private float* Pointer(Parameter parameter) => _weights.Set.Pointer(parameter);
}
