using PluginHost.Neural.Nodes;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>Records a model's likelihood of a batch on a tape.</summary>
internal static class StepGraph
{
    /// <param name="tape">Begun; its loss grows by scale times the nats.</param>
    /// <param name="model">Sizes and weights; the tape differentiates by these weights.</param>
    /// <param name="batch">Filled from <paramref name="chunks"/>; keeps the states.</param>
    /// <param name="chunks">The stretches.</param>
    /// <param name="rates">Regularisation; dropout only if the tape differentiates.</param>
    /// <param name="scale">What a nat counts in the loss.</param>
    /// <returns>Nats of the tokens over all steps that count.</returns>
    public static double Run(GradientTape tape, StepModel model, StepBatch batch, ReadOnlySpan<LaneChunk> chunks, StepRates rates, float scale)
    {
        (StepShape shape, StepWeights weights) = (model.Shape, model.Weights);
        Tensor h = default, gates = EmbeddingSumNode.Apply(tape, batch.Features, weights.Input, weights.InputBias, usedUp: true);
        for (int i = 0; i < shape.Layers; i++)
        {
            StepLayer layer = weights.Layers[i];
            if (layer.Input is not null)
                gates = LinearNode.Apply(tape, DropoutNode.Apply(tape, h, rates.Hidden), layer.Input, layer.InputBias, usedUp: true);
            Tensor initial = tape.Constant(batch.Initial(i, chunks), batch.Layout.Batch, shape.LayerState), cells = default;
            h = shape.Cell == RecurrentCell.Gru
                ? GruNode.Apply(tape, batch.Layout, gates, layer.Recurrent, layer.RecurrentBias, initial)
                : LstmNode.Apply(tape, batch.Layout, gates, layer.Recurrent, layer.RecurrentBias, initial, out cells);
            batch.Keep(i, h, cells);
        }
        h = DropoutNode.Apply(tape, h, rates.Hidden);
        Tensor direct = LinearNode.Apply(tape, h, weights.Direct, weights.DirectBias);
        double nats = shape.Head == StepHead.Bits
            ? BitsNode.Apply(tape, direct, batch.Tokens, batch.Weights, scale)
            : Set(tape, weights, batch, h, direct, rates, scale);
        if (shape.HasDetails && batch.Tokens.Count > 0)
            Details(tape, weights, batch, h, scale * rates.Details);
        return nats;
    }

    private static double Set(GradientTape tape, StepWeights weights, StepBatch batch, Tensor h, Tensor direct, StepRates rates, float scale)
    {
        Tensor state = LinearNode.Apply(tape, h, weights.State!, weights.StateBias);
        Tensor context = SetContextNode.Apply(tape, state, batch.Tokens, weights.Chosen!, weights.Last!);
        Tensor active = DropoutNode.Apply(tape, ReluNode.Apply(tape, context), rates.Head);
        return SoftmaxNode.Apply(tape, LinearNode.Apply(tape, active, weights.Output!, null), direct, batch.Draws, scale);
    }

    private static void Details(GradientTape tape, StepWeights weights, StepBatch batch, Tensor h, float scale)
    {
        Tensor state = LinearNode.Apply(tape, h, weights.Detail!, weights.DetailBias);
        Tensor active = ReluNode.Apply(tape, SpreadRowsNode.Apply(tape, state, batch.Tokens, weights.DetailToken!));
        Class(tape, weights.Velocity, active, batch.Velocities, scale);
        Class(tape, weights.Offset, active, batch.Offsets, scale);
        Class(tape, weights.Length, active, batch.Lengths, scale);
    }

    private static void Class(GradientTape tape, StepClasses? classes, Tensor active, Choices choices, float scale)
    {
        if (classes is not null)
            SoftmaxNode.Apply(tape, LinearNode.Apply(tape, active, classes.Weight, classes.Bias), default, choices, scale);
    }
}
