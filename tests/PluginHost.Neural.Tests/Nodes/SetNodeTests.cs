using PluginHost.Neural.Nodes;
using PluginHost.Neural.Tape;
using Xunit;

namespace PluginHost.Neural.Tests.Nodes;

public sealed class SetNodeTests
{
    private static readonly IndexRows Tokens = NodeTests.Rows([0, 2, 5], [], [3], [1, 5]);

    [Fact]
    public void Every_derivative_of_what_is_known_before_a_token_is_right()
    {
        GradientCheck check = new();
        check.Input("z", 4, 9);
        Parameter chosen = check.Weight("chosen", 6, 9), last = check.Weight("last", 6, 9);
        check.Run((tape, input) => SetContextNode.Apply(tape, input("z"), Tokens, chosen, last), () =>
        {
            List<double> y = [];
            for (int row = 0; row < 4; row++)
                for (int count = 0; count <= Tokens[row].Length; count++)
                    for (int j = 0; j < 9; j++)
                    {
                        double sum = check["z"][row * 9 + j];
                        for (int k = 0; k < count; k++)
                            sum += check["chosen"][Tokens[row][k] * 9 + j];
                        y.Add(sum + (count == 0 ? 0 : check["last"][Tokens[row][count - 1] * 9 + j]));
                    }
            return [.. y];
        });
    }

    [Fact]
    public void Every_derivative_of_rows_spread_over_tokens_is_right()
    {
        GradientCheck check = new();
        check.Input("x", 4, 9);
        Parameter table = check.Weight("table", 6, 9);
        check.Run((tape, input) => SpreadRowsNode.Apply(tape, input("x"), Tokens, table), () =>
        {
            List<double> y = [];
            for (int row = 0; row < 4; row++)
                foreach (int token in Tokens[row].ToArray())
                    for (int j = 0; j < 9; j++)
                        y.Add(check["x"][row * 9 + j] + check["table"][token * 9 + j]);
            return [.. y];
        });
    }

    [Fact]
    public void Every_derivative_of_the_masked_softmax_is_right()
    {
        GradientCheck check = new();
        check.Input("logits", 5, 11);
        check.Input("shared", 2, 11);
        Choice[] asked = [new(3, 0, 0, 1), new(10, 4, 0, 0.5f), new(0, 0, 1, 1), new(10, 10, 1, 1), new(5, 1, 1, 0)];
        Choices choices = new();
        foreach (Choice choice in asked)
            choices.Add(choice);
        check.Run((tape, input) =>
        {
            SoftmaxNode.Apply(tape, input("logits"), input("shared"), choices, 0.7f);
            return default;
        }, () => [asked.Select((choice, item) =>
        {
            double Logit(int c) => check["logits"][item * 11 + c] + check["shared"][choice.Row * 11 + c];
            double sum = Enumerable.Range(choice.First, 11 - choice.First).Sum(c => Math.Exp(Logit(c)));
            return 0.7 * choice.Weight * (Math.Log(sum) - Logit(choice.Target));
        }).Sum()]);
    }

    [Fact]
    public void Every_derivative_of_independent_bits_is_right()
    {
        GradientCheck check = new();
        check.Input("logits", 4, 6);
        float[] weights = [1, 0.25f, 1, 0];
        check.Run((tape, input) =>
        {
            BitsNode.Apply(tape, input("logits"), Tokens, weights, 0.3f);
            return default;
        }, () =>
        {
            double sum = 0;
            for (int row = 0; row < 4; row++)
                for (int c = 0; c < 6; c++)
                {
                    double p = Reference.Sigmoid(check["logits"][row * 6 + c]);
                    sum -= 0.3 * weights[row] * Math.Log(Tokens[row].Contains(c) ? p : 1 - p);
                }
            return [sum];
        });
    }
}
