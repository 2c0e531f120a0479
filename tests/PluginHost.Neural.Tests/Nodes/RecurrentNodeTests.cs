using PluginHost.Neural.Nodes;
using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;
using Xunit;

namespace PluginHost.Neural.Tests.Nodes;

public sealed class RecurrentNodeTests
{
    private const int Hidden = 8;

    [Theory]
    [InlineData(new[] { 5, 5, 5 })]
    [InlineData(new[] { 6, 3, 1 })]
    [InlineData(new[] { 4 })]
    public void Every_derivative_of_the_gated_unit_is_right(int[] lengths)
    {
        SequenceLayout layout = Layout(lengths);
        GradientCheck check = new();
        check.Input("x", layout.Rows, 3 * Hidden);
        check.Input("initial", layout.Batch, Hidden);
        Parameter w = check.Weight("w", 3 * Hidden, Hidden), b = check.Weight("b", 3 * Hidden);
        check.Run((tape, input) => GruNode.Apply(tape, layout, input("x"), w, b, input("initial")),
            () => Reference.Gru(layout, check["x"], check["w"], check["b"], check["initial"], Hidden));
    }

    [Theory]
    [InlineData(new[] { 5, 5, 5 })]
    [InlineData(new[] { 6, 3, 1 })]
    [InlineData(new[] { 4 })]
    public void Every_derivative_of_the_long_short_term_memory_is_right(int[] lengths)
    {
        SequenceLayout layout = Layout(lengths);
        GradientCheck check = new();
        check.Input("x", layout.Rows, 4 * Hidden);
        Parameter w = check.Weight("w", 4 * Hidden, Hidden), b = check.Weight("b", 4 * Hidden);
        double[] initial = [.. Enumerable.Range(0, lengths.Length * 2 * Hidden).Select(i => (double)(float)Math.Sin(i))];
        float[] single = [.. initial.Select(value => (float)value)];
        check.Run((tape, input) => LstmNode.Apply(tape, layout, input("x"), w, b, tape.Constant(single, lengths.Length, 2 * Hidden), out _),
            () => Reference.Lstm(layout, check["x"], check["w"], check["b"], initial, Hidden));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void The_gradient_of_many_sequences_is_the_sum_of_their_own(int gates)
    {
        int[] lengths = [120, 120, 90, 41];
        float[] together = WeightGradients(gates, lengths, 0, usedUp: true), sum = new float[together.Length];
        for (int i = 0; i < lengths.Length; i++)
            foreach ((int index, float value) in WeightGradients(gates, [lengths[i]], i, usedUp: true).Index())
                sum[index] += value;
        GradientCheck.Compare("weights", [.. sum.Select(value => (double)value)], together, 1e-5);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Using_up_the_input_part_changes_no_bit(int gates) =>
        Assert.Equal(WeightGradients(gates, [5, 4], 0, usedUp: false), WeightGradients(gates, [5, 4], 0, usedUp: true));

    // Of a recurrence on a linear layer; row and step decide the inputs, so that a sequence is the same in any company.
    private static float[] WeightGradients(int gates, int[] lengths, int sequence, bool usedUp)
    {
        SequenceLayout layout = Layout(lengths);
        ParameterSet parameters = new();
        Parameter input = parameters.Add("i", gates * Hidden, 3), w = parameters.Add("w", gates * Hidden, Hidden), b = parameters.Add("b", gates * Hidden);
        foreach (Parameter parameter in parameters.Parameters)
            parameters.Randomise(parameter, 0.5f, 1);
        float[] features = new float[layout.Rows * 3], direction = new float[layout.Rows * Hidden];
        for (int t = 0; t < layout.Steps; t++)
            for (int i = 0; i < layout.Active(t); i++)
            {
                CounterRandom random = new(7, (ulong)(sequence + i), (ulong)t);
                foreach (ref float value in features.AsSpan((layout.Start(t) + i) * 3, 3))
                    value = random.NextGaussian();
                foreach (ref float value in direction.AsSpan((layout.Start(t) + i) * Hidden, Hidden))
                    value = random.NextGaussian();
            }
        GradientTape tape = new(parameters);
        tape.Begin(1);
        Tensor x = LinearNode.Apply(tape, tape.Constant(features, layout.Rows, 3), input, null, usedUp);
        DirectionNode.Apply(tape, gates == 3 ? GruNode.Apply(tape, layout, x, w, b, default) : LstmNode.Apply(tape, layout, x, w, b, default, out _), direction);
        tape.Backward();
        return tape.Gradients.ToArray();
    }

    [Fact]
    public void A_width_that_is_no_multiple_of_eight_is_refused()
    {
        SequenceLayout layout = Layout([2]);
        ParameterSet parameters = new();
        Parameter w = parameters.Add("w", 15, 5), b = parameters.Add("b", 15);
        GradientTape tape = new(parameters);
        ArgumentException error = Assert.Throws<ArgumentException>(() => GruNode.Apply(tape, layout, tape.Allocate(2, 15), w, b, default));
        Assert.Contains("'w' has 5 hidden units", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_grow_are_refused() => Assert.Throws<ArgumentException>(() => Layout([2, 3]));

    private static SequenceLayout Layout(int[] lengths)
    {
        SequenceLayout layout = new();
        layout.Set(lengths);
        return layout;
    }
}
