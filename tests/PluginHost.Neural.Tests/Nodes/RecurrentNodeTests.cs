using PluginHost.Neural.Nodes;
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
