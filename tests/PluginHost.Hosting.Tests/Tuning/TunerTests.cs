using PluginHost.Hosting.Tuning;
using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tests.Tuning;

public class TunerTests
{
    private const int Frames = 48_000;

    [Fact]
    public void Three_hidden_bands_and_a_gain_are_found()
    {
        using TuneRig rig = new(1, "1.band1-*", "1.band2-*", "1.band3-*", "2.gain");
        float[][] dry = [TuneRig.Noise(Frames, 7)], target = [new float[Frames]];
        rig.Path.Render(rig.Travels(("band1-frequency", 180), ("band1-gain", 8), ("band1-q", 1.2f), ("band2-frequency", 5_500),
            ("band2-gain", -9), ("band2-q", 0.8f), ("band3-frequency", 1_400), ("band3-gain", 6), ("band3-q", 2), ("gain", -7)), dry, target);
        (TuneProblem piece, TuneProblem whole) = Problems(rig, dry, target);
        List<string> phases = [];
        Tuner tuner = new(piece, whole, 1_500, 1);

        bool finished = tuner.Run(60, step => phases.Add(step.Phase), CancellationToken.None);

        Assert.True(finished);
        whole.Loss(whole.Best);
        Assert.True(whole.ErrorDb() <= -60, $"{whole.ErrorDb()} dB");
        Assert.Equal(["spectrum", "search", "polish"], phases.Distinct());
        Assert.Equal(tuner.Evaluations, phases.Count + 1);
    }

    [Fact]
    public void A_target_whose_waveform_cannot_be_had_is_still_matched_in_its_spectrum()
    {
        using TuneRig rig = new(1, "1.band1-*", "2.gain");
        float[][] dry = [TuneRig.Noise(Frames, 7)], target = [new float[Frames]];
        rig.Path.Render(rig.Travels(("band1-frequency", 900), ("band1-gain", 8), ("gain", -6)), dry, target);
        float[][] inverted = [[.. target[0].Select(sample => -sample)]];
        (TuneProblem piece, TuneProblem whole) = Problems(rig, dry, inverted);

        new Tuner(piece, whole, 1_500, 1).Run(60, _ => { }, CancellationToken.None);

        Assert.True(whole.BestLoss < 0.01, $"{whole.BestLoss}");
        whole.Loss(whole.Best);
        Assert.Equal(20 * Math.Log10(2), whole.ErrorDb()!.Value, 0.1);
    }

    [Fact]
    public void Stopped_early_it_keeps_the_best_so_far()
    {
        using TuneRig rig = new(1, "1.band1-*", "1.band2-*", "2.gain");
        float[][] dry = [TuneRig.Noise(Frames, 7)], target = [new float[Frames]];
        rig.Path.Render(rig.Travels(("band1-frequency", 4_000), ("band1-gain", -9), ("band2-frequency", 180), ("band2-gain", 8), ("gain", -12)), dry, target);
        (TuneProblem piece, TuneProblem whole) = Problems(rig, dry, target);
        double before = whole.Loss(rig.Travels());
        using CancellationTokenSource stop = new();
        int steps = 0;

        bool finished = new Tuner(piece, whole, 1_500, 1).Run(60, _ =>
        {
            if (++steps == 15)
                stop.Cancel();
        }, stop.Token);

        Assert.False(finished);
        Assert.Equal(15, steps);
        Assert.True(whole.BestLoss < before);
    }

    [Fact]
    public void The_same_seed_finds_the_same()
    {
        using TuneRig rig = new(1, "1.band1-*");
        float[][] dry = [TuneRig.Noise(Frames, 7)], target = [new float[Frames]];
        rig.Path.Render(rig.Travels(("band1-frequency", 900), ("band1-gain", 5)), dry, target);

        double[] first = Run(), second = Run();

        Assert.Equal(first, second);

        double[] Run()
        {
            (TuneProblem piece, TuneProblem whole) = Problems(rig, dry, target);
            new Tuner(piece, whole, 200, 5).Run(5, _ => { }, CancellationToken.None);
            return whole.Best;
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(137, false)]
    [InlineData(-2_000, false)]
    [InlineData(31, true)]
    public void A_delay_is_found_through_an_equalizer(int delay, bool inverted)
    {
        using TuneRig rig = new(1, "1.band1-gain", "1.band2-gain");
        float[][] dry = [TuneRig.Noise(Frames, 7)], wet = [new float[Frames]];
        rig.Path.Render(rig.Travels(("band1-gain", 12), ("band2-gain", -12)), dry, wet);
        float[] late = [.. Enumerable.Range(0, Frames).Select(i =>
            i - delay is >= 0 and < Frames and int from ? (inverted ? -wet[0][from] : wet[0][from]) : 0)];

        Alignment found = Alignment.Find(dry[0], late);

        Assert.Equal((delay, inverted), (found.DelayFrames, found.IsInverted));
        Assert.True(found.Confidence > 0.3, $"{found.Confidence}");
    }

    [Fact]
    public void Two_recordings_that_have_nothing_in_common_are_told()
    {
        Assert.True(Alignment.Find(TuneRig.Noise(Frames, 1), TuneRig.Noise(Frames, 2)).Confidence < 0.05);
    }

    private static (TuneProblem Piece, TuneProblem Whole) Problems(TuneRig rig, float[][] dry, float[][] target)
    {
        float[][] dryPiece = [dry[0][..24_000]], targetPiece = [target[0][..24_000]];
        return (new TuneProblem(rig.Path, dryPiece, new MultiResolutionLoss(TuneRig.SampleRate, targetPiece), targetPiece),
            new TuneProblem(rig.Path, dry, new MultiResolutionLoss(TuneRig.SampleRate, target), target));
    }
}
