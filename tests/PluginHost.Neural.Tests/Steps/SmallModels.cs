using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Tests.Steps;

/// <summary>Models and pieces small enough to look into.</summary>
internal static class SmallModels
{
    public static StepShape Shape(RecurrentCell cell = RecurrentCell.Gru, StepHead head = StepHead.Set, int layers = 1, int classes = 0, int tokens = 5) =>
        new(tokens, 12, cell, 16, layers, head, 24, classes, classes, classes);

    /// <summary>A model with weights large enough that nothing is near even odds.</summary>
    public static StepModel Model(StepShape shape)
    {
        StepModel model = new(shape, 3);
        foreach (Parameter parameter in model.Weights.Set.Parameters)
            model.Weights.Set.Randomise(parameter, 0.7f, 3);
        return model;
    }

    /// <summary>Chance, but with tokens that follow from the features, so that there is something to learn.</summary>
    public static List<StepSequence> Pieces(StepShape shape, int count, ulong seed, int longest = 40)
    {
        List<StepSequence> pieces = [];
        CounterRandom random = new(seed, 77, 0);
        for (int i = 0; i < count; i++)
        {
            int steps = 5 + random.NextInt32(longest - 4);
            int[][] inputs = new int[steps][], tokens = new int[steps][];
            for (int t = 0; t < steps; t++)
            {
                inputs[t] = [random.NextInt32(4), 4 + random.NextInt32(8)];
                int key = inputs[t][0];
                tokens[t] = [.. Enumerable.Range(0, shape.Tokens).Where(token => random.NextSingle() < (token % 4 == key ? 0.9f : 0.1f))];
            }
            byte[][] classes = [.. tokens.Select(step => step.Select(token => (byte)(token % Math.Max(1, shape.VelocityBins))).ToArray())];
            pieces.Add(new StepSequence { Name = $"piece {i}", Inputs = inputs, Tokens = tokens, Velocities = classes, Offsets = classes, Lengths = classes });
        }
        return pieces;
    }
}
