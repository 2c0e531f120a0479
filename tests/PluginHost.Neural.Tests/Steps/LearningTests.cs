using PluginHost.Neural.Steps;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

/// <summary>A short training on <see cref="Chorales"/>.</summary>
public sealed class LearningTests
{
    [Theory]
    [InlineData(StepHead.Set)]
    [InlineData(StepHead.Bits)]
    public void A_minute_of_training_beats_a_table(StepHead head)
    {
        Chorales chorales = new();
        StepShape shape = new(Chorales.Keys, Chorales.Features, RecurrentCell.Gru, 96, 1, head, head == StepHead.Set ? 64 : 0, 0, 0, 0);
        TrainingOptions options = new() { Epochs = 60, Batch = 4, Shards = 1, LearningRate = 5e-3, HiddenDropout = 0.2f, AverageDecay = 0.98, Shift = Chorales.Shift };
        using StepTrainer trainer = new(new StepModel(shape, 1), options);
        TrainingResult result = trainer.Fit(chorales.Train, chorales.Valid, null, TestContext.Current.CancellationToken);
        double table = Table(chorales.Train, chorales.Test), nats = StepEvaluation.NatsPerStep(result.Model, chorales.Test);
        // Keys that sound tend to sound on: a table of that is worth about 10 nats a chord.
        Assert.InRange(table, 8, 13);
        Assert.True(nats < table - 0.3, $"{nats:0.000} nats after training, {table:0.000} by a table");
    }

    // How often each key sounds when it sounded before, and when it did not; every count starts at a half.
    private static double Table(List<StepSequence> train, List<StepSequence> test)
    {
        double[,] set = new double[Chorales.Keys, 2], all = new double[Chorales.Keys, 2];
        foreach ((int key, int before, bool now) in Cells(train))
        {
            set[key, before] += now ? 1 : 0;
            all[key, before]++;
        }
        double nats = 0;
        foreach ((int key, int before, bool now) in Cells(test))
        {
            double p = (set[key, before] + 0.5) / (all[key, before] + 1);
            nats -= Math.Log(now ? p : 1 - p);
        }
        return nats / test.Sum(piece => piece.Count);
    }

    private static IEnumerable<(int Key, int Before, bool Now)> Cells(List<StepSequence> pieces) =>
        from piece in pieces
        from step in Enumerable.Range(0, piece.Count)
        from key in Enumerable.Range(0, Chorales.Keys)
        select (key, piece.Inputs[step].Contains(key) ? 1 : 0, piece.Tokens[step].Contains(key));
}
