using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>The named arrays of a <see cref="StepModel"/>; recurrent gates in PyTorch's order, sparse inputs as embedding tables.</summary>
internal sealed class StepWeights
{
    /// <summary>Width of the layer between state and loudness, timing and length.</summary>
    public const int DetailWidth = 32;

    public StepWeights(StepShape shape)
    {
        Input = Set.Add("input.weight", shape.Features, shape.Gates);
        InputBias = Set.Add("input.bias", shape.Gates);
        Layers = new StepLayer[shape.Layers];
        for (int i = 0; i < shape.Layers; i++)
            Layers[i] = new StepLayer(
                i == 0 ? null : Set.Add($"layer.{i}.input.weight", shape.Gates, shape.Hidden),
                i == 0 ? null : Set.Add($"layer.{i}.input.bias", shape.Gates),
                Set.Add($"layer.{i}.recurrent.weight", shape.Gates, shape.Hidden),
                Set.Add($"layer.{i}.recurrent.bias", shape.Gates));
        int outputs = shape.Head == StepHead.Set ? shape.Tokens + 1 : shape.Tokens;
        Direct = Set.Add("head.direct.weight", outputs, shape.Hidden);
        DirectBias = Set.Add("head.direct.bias", outputs);
        if (shape.Head == StepHead.Set)
        {
            State = Set.Add("head.state.weight", shape.HeadWidth, shape.Hidden);
            StateBias = Set.Add("head.state.bias", shape.HeadWidth);
            Chosen = Set.Add("head.chosen", shape.Tokens, shape.HeadWidth);
            Last = Set.Add("head.last", shape.Tokens, shape.HeadWidth);
            Output = Set.Add("head.output.weight", outputs, shape.HeadWidth);
        }
        if (shape.HasDetails)
        {
            Detail = Set.Add("detail.state.weight", DetailWidth, shape.Hidden);
            DetailBias = Set.Add("detail.state.bias", DetailWidth);
            DetailToken = Set.Add("detail.token", shape.Tokens, DetailWidth);
        }
        Velocity = Classes("velocity", shape.VelocityBins);
        Offset = Classes("offset", shape.OffsetBins);
        Length = Classes("length", shape.LengthBins);
    }

    public ParameterSet Set { get; } = new();

    public Parameter Input { get; }

    public Parameter InputBias { get; }

    public StepLayer[] Layers { get; }

    /// <summary>From the state straight to the logits.</summary>
    public Parameter Direct { get; }

    public Parameter DirectBias { get; }

    public Parameter? State { get; }

    public Parameter? StateBias { get; }

    public Parameter? Chosen { get; }

    public Parameter? Last { get; }

    public Parameter? Output { get; }

    public Parameter? Detail { get; }

    public Parameter? DetailBias { get; }

    public Parameter? DetailToken { get; }

    public StepClasses? Velocity { get; }

    public StepClasses? Offset { get; }

    public StepClasses? Length { get; }

    /// <summary>Random weights: as PyTorch starts its layers (uniform, one over the root of the inputs), forget gates at 1.</summary>
    public void Initialise(StepShape shape, ulong seed)
    {
        foreach (Parameter parameter in Set.Parameters)
        {
            int inputs = parameter == Input || parameter == Chosen || parameter == Last || parameter == DetailToken || !parameter.Decays
                ? shape.Hidden : parameter.Columns;
            Set.Randomise(parameter, 1 / MathF.Sqrt(inputs), seed);
        }
        // The forget gate starts open (Jozefowicz, Zaremba and Sutskever 2015).
        for (int i = 0; i < shape.Layers && shape.Cell == RecurrentCell.Lstm; i++)
            Set.Span(Layers[i].RecurrentBias).Slice(shape.Hidden, shape.Hidden).Fill(1);
    }

    private StepClasses? Classes(string name, int bins) => bins == 0 ? null
        : new StepClasses(bins, Set.Add($"detail.{name}.weight", bins, DetailWidth), Set.Add($"detail.{name}.bias", bins));
}
