using PluginHost.Neural.Nodes;
using PluginHost.Neural.Tape;
using Xunit;

namespace PluginHost.Neural.Tests.Nodes;

public sealed class NodeTests
{
    [Fact]
    public void Every_derivative_of_the_linear_layer_is_right()
    {
        GradientCheck check = new();
        check.Input("x", 9, 21);
        Parameter w = check.Weight("w", 19, 21), b = check.Weight("b", 19);
        check.Run((tape, input) => LinearNode.Apply(tape, input("x"), w, b), () => Reference.Linear(check["x"], 9, check["w"], check["b"]));
    }

    [Fact]
    public void Every_derivative_of_the_sum_of_embeddings_is_right()
    {
        GradientCheck check = new();
        IndexRows indices = Rows([1, 4], [], [0, 1, 2, 4], [1]);
        Parameter table = check.Weight("table", 5, 11), b = check.Weight("b", 11);
        check.Run((tape, _) => EmbeddingSumNode.Apply(tape, indices, table, b), () =>
        {
            double[] y = new double[4 * 11];
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = check["b"][i % 11];
                foreach (int index in indices[i / 11])
                    y[i] += check["table"][index * 11 + i % 11];
            }
            return y;
        });
    }

    [Fact]
    public void Every_derivative_of_sum_and_rectifier_is_right()
    {
        GradientCheck check = new();
        check.Input("a", 3, 7);
        check.Input("b", 3, 7);
        check.Run((tape, input) => ReluNode.Apply(tape, AddNode.Apply(tape, input("a"), input("b"))),
            () => [.. check["a"].Zip(check["b"], (a, b) => Math.Max(a + b, 0))]);
    }

    [Fact]
    public void Every_derivative_of_the_layer_normalisation_is_right()
    {
        GradientCheck check = new();
        check.Input("x", 4, 13);
        Parameter gain = check.Weight("gain", 13), bias = check.Weight("bias", 13);
        check.Run((tape, input) => LayerNormNode.Apply(tape, input("x"), gain, bias), () =>
        {
            double[] x = check["x"], y = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                double[] row = x[(i / 13 * 13)..(i / 13 * 13 + 13)];
                double mean = row.Average(), variance = row.Average(value => (value - mean) * (value - mean));
                y[i] = (x[i] - mean) / Math.Sqrt(variance + 1e-5) * check["gain"][i % 13] + check["bias"][i % 13];
            }
            return y;
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_derivative_of_the_dilated_convolution_is_right(int dilation)
    {
        SequenceLayout layout = new();
        layout.Set([9, 4, 2]);
        GradientCheck check = new();
        check.Input("x", layout.Rows, 3);
        Parameter w = check.Weight("w", 5, 3, 2), b = check.Weight("b", 5);
        check.Run((tape, input) => ConvolutionNode.Apply(tape, layout, input("x"), w, b, dilation), () =>
        {
            double[] y = new double[layout.Rows * 5];
            for (int t = 0; t < layout.Steps; t++)
                for (int s = 0; s < layout.Active(t); s++)
                    for (int o = 0; o < 5; o++)
                    {
                        double sum = check["b"][o];
                        for (int c = 0; c < 3; c++)
                            sum += check["w"][(o * 3 + c) * 2 + 1] * check["x"][(layout.Start(t) + s) * 3 + c]
                                + (t < dilation ? 0 : check["w"][(o * 3 + c) * 2] * check["x"][(layout.Start(t - dilation) + s) * 3 + c]);
                        y[(layout.Start(t) + s) * 5 + o] = sum;
                    }
            return y;
        });
    }

    [Fact]
    public void What_dropout_keeps_passes_its_gradient_and_nothing_else()
    {
        ParameterSet parameters = new();
        GradientTape tape = new(parameters);
        tape.Begin(3);
        Tensor x = tape.Allocate(50, 101);
        x.Span.Fill(2);
        Tensor y = DropoutNode.Apply(tape, x, 0.25f);
        float[] direction = [.. Enumerable.Range(1, x.Count).Select(i => (float)i)];
        DirectionNode.Apply(tape, y, direction);
        tape.Backward();
        int kept = 0;
        for (int i = 0; i < x.Count; i++)
        {
            bool stays = y.Span[i] != 0;
            kept += stays ? 1 : 0;
            Assert.Equal(stays ? 2 / 0.75f : 0, y.Span[i], 1e-6f);
            Assert.Equal(stays ? direction[i] / 0.75f : 0, x.GradientSpan[i], direction[i] * 1e-6f);
        }
        Assert.InRange(kept / (double)x.Count, 0.72, 0.78);
    }

    internal static IndexRows Rows(params int[][] rows)
    {
        IndexRows result = new();
        foreach (int[] row in rows)
            result.AddRow(row);
        return result;
    }
}
