using PluginHost.Neural.Optimisers;
using PluginHost.Neural.Steps;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

public sealed class StepTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trainer").FullName;

    private static TrainingOptions Options => new() { Epochs = 4, Batch = 6, Shards = 2, ChunkSteps = 12, AverageDecay = 0.9, FeatureDropout = 0.1f };

    private string StatePath => Path.Combine(_folder, "state.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RecurrentCell.Gru, StepHead.Set)]
    [InlineData(RecurrentCell.Lstm, StepHead.Bits)]
    public void Two_threads_give_the_bits_of_one(RecurrentCell cell, StepHead head) =>
        Assert.Equal(Train(cell, head, Options), Train(cell, head, Options with { Threads = 2 }));

    [Fact]
    public void Another_seed_gives_another_model() =>
        Assert.NotEqual(Train(RecurrentCell.Gru, StepHead.Set, Options), Train(RecurrentCell.Gru, StepHead.Set, Options with { Seed = 2 }));

    [Fact]
    public void A_training_that_was_killed_goes_on_to_the_same_bits()
    {
        float[] whole = Train(RecurrentCell.Lstm, StepHead.Set, Options);
        using CancellationTokenSource kill = new();
        TrainingResult part = Fit(RecurrentCell.Lstm, StepHead.Set, Options with { StatePath = StatePath }, new Until(2, kill), kill.Token);
        Assert.True(part.WasCancelled);
        Assert.Equal(2, part.Curve.Count);
        TrainingResult rest = Fit(RecurrentCell.Lstm, StepHead.Set, Options with { StatePath = StatePath, Resume = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal(4, rest.Curve.Count);
        Assert.Equal(whole, rest.Model.Weights.Set.Values.ToArray());
    }

    [Fact]
    public void The_state_of_another_training_is_refused()
    {
        Train(RecurrentCell.Gru, StepHead.Set, Options with { StatePath = StatePath });
        Assert.Throws<InvalidDataException>(() => Train(RecurrentCell.Gru, StepHead.Set, Options with { StatePath = StatePath, Resume = true, LearningRate = 1e-3 }));
        File.WriteAllBytes(StatePath, File.ReadAllBytes(StatePath)[..^5]);
        Assert.Throws<InvalidDataException>(() => Train(RecurrentCell.Gru, StepHead.Set, Options with { StatePath = StatePath, Resume = true }));
    }

    [Theory]
    [InlineData(RecurrentCell.Gru, StepHead.Set)]
    [InlineData(RecurrentCell.Lstm, StepHead.Bits)]
    public void A_training_step_allocates_nothing(RecurrentCell cell, StepHead head)
    {
        StepModel model = SmallModels.Model(SmallModels.Shape(cell, head, 2, 3));
        List<StepSequence> pieces = SmallModels.Pieces(model.Shape, 6, 1);
        StepShard shard = new(model, Options with { Shards = 1 }, new ShiftMaps(StepShift.None, model.Shape), 0);
        AdamW optimiser = new(model.Weights.Set);
        MovingAverage average = new(model.Weights.Set.Count, 0.9);
        LaneChunk[] chunks = [.. pieces.Select(piece => new LaneChunk(piece, 0, 0, piece.Count))];
        void Step()
        {
            shard.Fill(chunks, 7);
            shard.Run(chunks, 7, 0.01f);
            GradientNorm.Clip(shard.Tape.Gradients, 1);
            optimiser.Step(shard.Tape.Gradients, 0);
            average.Update(model.Weights.Set.Values);
        }
        Step();
        Step();
        Assert.Equal(0, AllocationGate.Measure(Step));
        Assert.True(shard.Nats > 0);
    }

    [Fact]
    public void Steps_that_do_not_count_leave_no_trace()
    {
        StepShape shape = SmallModels.Shape();
        StepSequence piece = SmallModels.Pieces(shape, 1, 4)[0];
        bool[] scored = [.. Enumerable.Range(0, piece.Count).Select(t => t != 2)];
        int[][] other = [.. piece.Tokens.Select((tokens, t) => t == 2 ? [0, 1, 2, 3, 4] : tokens)];
        StepModel model = SmallModels.Model(shape);
        double Nats(int[][] tokens) => StepEvaluation.NatsPerStep(model, [new StepSequence { Inputs = piece.Inputs, Tokens = tokens, Scored = scored }]);
        Assert.Equal(Nats(piece.Tokens), Nats(other), 1e-9);
    }

    [Fact]
    public void Pieces_that_do_not_fit_are_named()
    {
        StepSequence bad = new() { Name = "tune 9", Inputs = [[0], [12]], Tokens = [[], [1]] };
        ArgumentException error = Assert.Throws<ArgumentException>(() => new StepTrainer(SmallModels.Model(SmallModels.Shape()), Options).Fit([bad], [bad], null, TestContext.Current.CancellationToken));
        Assert.Contains("'tune 9', step 1: feature 12 of 12", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StepTrainer(SmallModels.Model(SmallModels.Shape()), Options).Fit([], [], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_recipe_is_a_training_that_can_begin()
    {
        foreach (StepRecipe recipe in StepRecipe.All)
        {
            Assert.Same(recipe, StepRecipe.Find(recipe.Name));
            StepShape shape = new(88, 500, recipe.Cell, recipe.Hidden, 1, recipe.Head, recipe.HeadWidth, 0, 0, 0);
            using StepTrainer trainer = new(new StepModel(shape, 1), recipe.Options);
        }
        Assert.Throws<ArgumentException>(() => StepRecipe.Find("waltzes"));
    }

    private static float[] Train(RecurrentCell cell, StepHead head, TrainingOptions options) =>
        Fit(cell, head, options, null, TestContext.Current.CancellationToken).Model.Weights.Set.Values.ToArray();

    private static TrainingResult Fit(RecurrentCell cell, StepHead head, TrainingOptions options, IProgress<EpochReport>? progress, CancellationToken token)
    {
        StepShape shape = SmallModels.Shape(cell, head, 2, 3);
        using StepTrainer trainer = new(new StepModel(shape, 1), options);
        return trainer.Fit(SmallModels.Pieces(shape, 20, 1), SmallModels.Pieces(shape, 5, 2), progress, token);
    }

    private sealed class Until(int epoch, CancellationTokenSource source) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.Epoch == epoch)
                source.Cancel();
        }
    }
}
