using PluginHost.Hosting.Tuning;
using PluginHost.Hosting.Tuning.Losses;
using PluginHost.Testing;

namespace PluginHost.Hosting.Tests.Tuning;

/// <summary>The first second of the chains that the benchmark hides, by its seeds.</summary>
public class HiddenChainTests
{
    private const int Frames = 48_000;
    private const int Piece = 24_000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)] // A dip in the middle of a hump.
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(21)] // Two bands at nearly one place.
    public void Three_bands_and_a_gain_are_found_wherever_they_are(int seed)
    {
        using TuneRig rig = new(1, "1.band1-*", "1.band2-*", "1.band3-*", "2.gain");
        Random random = new(seed);
        double[] hidden = [.. rig.Tuned.Select(one => (double)one.Parameter.ToNormalized(Draw(one.Parameter.Id, random)))];
        float[][] dry = [Noise.Make(Frames, seed, 0.3f)], target = [new float[Frames]];
        rig.Path.Render(hidden, dry, target);
        float[][] dryPiece = [dry[0][..Piece]], targetPiece = [target[0][..Piece]];
        TuneProblem piece = new(rig.Path, dryPiece, new MultiResolutionLoss(TuneRig.SampleRate, targetPiece), targetPiece);
        TuneProblem whole = new(rig.Path, dry, new MultiResolutionLoss(TuneRig.SampleRate, target), target);
        Tuner tuner = new(piece, whole, TuneSetup.PairSearch, 1);

        bool finished = tuner.Run(250, _ => { }, CancellationToken.None);

        Assert.True(finished);
        whole.Loss(whole.Best);
        Assert.True(whole.ErrorDb() <= -60, $"{whole.ErrorDb()} dB");
        // Of the whole only a few: the search found the place, and the descent was left out.
        Assert.InRange(whole.Evaluations, 2, 60);
        Assert.InRange(tuner.Evaluations, 10, TuneSetup.PairSearch);
    }

    private static float Draw(string id, Random random) => id switch
    {
        _ when id.EndsWith("frequency", StringComparison.Ordinal) => (float)(80 * Math.Pow(125, random.NextDouble())),
        _ when id.EndsWith("-gain", StringComparison.Ordinal) => (float)((3 + (9 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1)),
        _ when id.EndsWith("-q", StringComparison.Ordinal) => (float)(0.5 * Math.Pow(8, random.NextDouble())),
        _ => (float)(-12 + (18 * random.NextDouble())),
    };
}
