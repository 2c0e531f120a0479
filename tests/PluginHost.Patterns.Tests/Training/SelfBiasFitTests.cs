using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Tests.Generation;
using PluginHost.Patterns.Training;

namespace PluginHost.Patterns.Tests.Training;

public sealed class SelfBiasFitTests
{
    private const int Bars = 400;

    private static readonly PatternNet Small = new() { Hidden = 16, HeadWidth = 16 };

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0.5f)]
    public void ANetThatIsSettledStrikesEveryPieceWhereItsMusicDoes(float density)
    {
        PatternTraining data = PatternTraining.Prepare(Music(), PatternKind.Drums, Small);
        StepModel net = data.NewModel(Small, 3);
        BarRequest request = new() { Density = density };
        double before = Distance(new PatternModel(net, "x"), request);

        data.Settle(net);
        double after = Distance(new PatternModel(net, "x"), request);

        Assert.True(before > 2, $"{before} hits a bar are wrong at first, too few to show anything");
        Assert.True(after < 0.15 * before, $"{after} hits a bar are wrong, before it was settled {before}");
    }

    [Fact]
    public void OnlyDrumsAreSettled()
    {
        PatternTraining data = PatternTraining.Prepare(TestModels.Corpus(PatternKind.Bass), PatternKind.Bass, Small);

        Assert.False(data.CanSettle);
        Assert.Throws<InvalidOperationException>(() => data.Settle(data.NewModel(Small, 1)));
    }

    [Fact]
    public void WithoutABarOfFourBeatsNothingIsLeaned()
    {
        PieceNote kick = new(36, 100, 0, 1);
        Piece waltz = new() { Name = "w", Source = "w", Split = Split.Train, StepsPerBar = 12, IsPlayed = true, Steps = [.. Enumerable.Range(0, 48).Select(i => i % 4 == 0 ? new[] { kick } : [])] };
        PatternTraining data = PatternTraining.Prepare(new MusicCorpus("w", [waltz, waltz.Cut(0, 24, Split.Valid)], []), PatternKind.Drums, Small);
        StepModel net = data.NewModel(Small, 1);

        data.Settle(net);

        Assert.Equal(SelfBias.None(new PatternModel(net, "x").Layout).ToString(), net.Card["self-bias"]);
    }

    /// <summary>A kick on every beat (in one bar struck by two feet, with a key that is no drum), every other bar with a snare on two and four and hats on all eighths.</summary>
    private static MusicCorpus Music()
    {
        PieceNote[][] steps = [.. Enumerable.Range(0, 8 * 16).Select(step => (byte[])(step / 16 % 2 == 0 ? step % 4 == 0 ? step < 16 ? [35, 36, 127] : [36] : []
            : (step % 16) switch { 4 or 12 => [36, 38, 42], 0 or 8 => [36, 42], 2 or 6 or 10 or 14 => [42], _ => [] }))
            .Select(keys => keys.Select(key => new PieceNote(key, 100, 0, 1)).ToArray())];
        Piece piece = new() { Name = "a", Source = "a", Split = Split.Train, Steps = steps, IsPlayed = true, Tempo = 120 };
        return new MusicCorpus("a", [piece, piece.Cut(0, 32, Split.Valid)], []);
    }

    /// <summary>Hits a bar that are too many or too few, over all pieces and places, in bars of other seeds than were listened to.</summary>
    private static double Distance(PatternModel model, BarRequest request)
    {
        double[] played = new double[16 * 128];
        for (ulong seed = 0; seed < Bars / 8; seed++)
        {
            foreach (Bar bar in TestModels.Write(model, 12, request, 1_000_000 + seed).Skip(4))
            {
                foreach (PatternEvent note in bar.Notes)
                    played[(note.Step * 128) + note.Note] += 1.0 / Bars;
            }
        }
        for (int step = 0; step < 16; step++)
        {
            played[(step * 128) + 36] -= step % 4 == 0 ? 1 : 0;
            played[(step * 128) + 38] -= step is 4 or 12 ? 0.5 : 0;
            played[(step * 128) + 42] -= step % 2 == 0 ? 0.5 : 0;
        }
        return played.Sum(Math.Abs);
    }
}
