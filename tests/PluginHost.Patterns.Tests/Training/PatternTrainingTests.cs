using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Tests.Generation;
using PluginHost.Patterns.Training;

namespace PluginHost.Patterns.Tests.Training;

public sealed class PatternTrainingTests
{
    private static readonly PatternNet Small = new() { Hidden = 16, HeadWidth = 16 };

    public static TheoryData<PatternKind> Kinds => [.. Enum.GetValues<PatternKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFewEpochsOnASmallFolderLearn(PatternKind kind)
    {
        PatternTraining data = PatternTraining.Prepare(TestModels.Corpus(kind), kind, Small);
        using StepTrainer trainer = new(data.NewModel(Small, 1), new TrainingOptions { Epochs = 12, Batch = 4, Shift = data.Shift });

        TrainingResult result = trainer.Fit(data.Train(1), data.Measured(Split.Valid), null, TestContext.Current.CancellationToken);

        Assert.True(result.Curve[^1].BestValidNats < 0.9 * result.Curve[0].ValidNats, $"{result.Curve[^1].BestValidNats} after {result.Curve[0].ValidNats}");
        Assert.NotEmpty(TestModels.Notes(TestModels.Write(new PatternModel(result.Model, "x"), 2, new BarRequest())));
    }

    [Fact]
    public void EveryPieceIsShownPlainAndOnceMoreWithItsDensity()
    {
        PatternTraining data = PatternTraining.Prepare(TestModels.Corpus(PatternKind.Drums), PatternKind.Drums, Small);
        PatternLayout layout = PatternLayout.Standard(PatternKind.Drums, 4, isPlayed: true);
        FeatureBlock density = layout.Blocks.Single(block => block.Source == FeatureSource.Density);
        FeatureBlock player = layout.Blocks.Single(block => block.Source == FeatureSource.Player);

        IReadOnlyList<StepSequence> train = data.Train(1);

        Assert.Equal(2 * data.Count(Split.Train).Pieces, train.Count);
        Assert.Equal(train.Count / 2, train.Count(sequence => Tells(sequence, density)));
        Assert.InRange(train.Count(sequence => Tells(sequence, player)), 1, train.Count / 2);
        Assert.DoesNotContain(data.Measured(Split.Valid), sequence => Tells(sequence, density) || Tells(sequence, player));

        static bool Tells(StepSequence sequence, FeatureBlock block) =>
            sequence.Inputs.Any(step => step.Any(feature => feature >= block.First && feature < block.First + block.Size));
    }

    [Fact]
    public void WhatTheTrainerShiftsIsATransposedPiece()
    {
        MusicCorpus corpus = TestModels.Corpus(PatternKind.Poly);
        PatternTraining data = PatternTraining.Prepare(corpus, PatternKind.Poly, Small);
        SequenceBuilder builder = new(PatternLayout.Standard(PatternKind.Poly, 4, isPlayed: true), DensityScale.Measure(corpus.Pieces), []);

        StepSequence plain = builder.Build(corpus.Pieces[0], default);
        StepSequence moved = builder.Build(corpus.Pieces[0], new Showing(3, false, 0));

        for (int step = 0; step < plain.Count; step++)
        {
            Assert.Equal(moved.Tokens[step], plain.Tokens[step].Select(token => token + 3));
            Assert.Equal(moved.Inputs[step], plain.Inputs[step].Select(feature => Shift(data.Shift.Features, feature, 3)).Order());
        }
    }

    [Fact]
    public void OfFramesTheFirstIsNotScored()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.txt"), "train\t60 62 64\nvalid\t60.64 62 64 65\n");
        PatternTraining data = PatternTraining.Prepare(FrameFile.Read(folder.File("a.txt")), PatternKind.Poly, Small);

        Assert.Equal([false, true, true, true], Assert.Single(data.Measured(Split.Valid)).Scored!);
        Assert.Null(data.Train(1)[0].Scored);
    }

    [Fact]
    public void ACorpusThatDoesNotFitTheModelIsRefused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.txt"), "train\t60 62 64\nvalid\t60.64 62 64 65\n");
        MusicCorpus frames = FrameFile.Read(folder.File("a.txt"));

        Assert.Contains("another grid", Assert.Throws<CorpusException>(
            () => PatternTraining.Prepare(frames, TestModels.Of(PatternKind.Poly))).Message, StringComparison.Ordinal);
    }

    private static int Shift(IReadOnlyList<ShiftBlock> blocks, int feature, int semitones)
    {
        foreach (ShiftBlock block in blocks)
        {
            int place = feature - block.Start;
            if (place >= 0 && place < block.Count)
                return block.Start + (block.Wraps ? (place + semitones) % block.Count : place + semitones);
        }
        return feature;
    }
}
