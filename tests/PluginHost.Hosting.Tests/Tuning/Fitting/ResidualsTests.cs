using PluginHost.Hosting.Tuning;
using PluginHost.Hosting.Tuning.Fitting;
using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tests.Tuning.Fitting;

public class ResidualsTests
{
    private const int Frames = 12_345;
    private const double Step = 1e-4;

    [Fact]
    public void Products_of_slopes_are_those_of_the_rendered_slopes_over_all_groups_and_channels()
    {
        using TuneRig rig = new(2, "1.band1-*", "1.band2-*", "1.band3-*", "2.gain", "2.balance");
        float[][] dry = [TuneRig.Noise(Frames, 1), TuneRig.Noise(Frames, 2)], target = [TuneRig.Noise(Frames, 3), TuneRig.Noise(Frames, 4)];
        double[] travels = Somewhere(rig);
        NormalEquations equations = new(travels.Length);
        float[][] output = [new float[Frames], new float[Frames]];
        float[][][] slopes = [.. travels.Select(_ => new[] { new float[Frames], new float[Frames] })];

        rig.Path.Linearize(travels, dry, target, equations);
        rig.Path.Render(travels, dry, output, slopes);

        float[][] error = [.. target.Zip(output, (wanted, got) => wanted.Zip(got, (x, y) => x - y).ToArray())];
        double largest = slopes.Max(slope => TuneRig.Dot(slope, slope));
        for (int row = 0; row < travels.Length; row++)
        {
            Assert.Equal(TuneRig.Dot(slopes[row], error), equations.Slopes[row], 1e-4 * Math.Sqrt(largest * TuneRig.Dot(error, error)));
            for (int column = 0; column <= row; column++)
                Assert.Equal(TuneRig.Dot(slopes[row], slopes[column]), equations.Matrix[row, column], 1e-5 * largest);
        }
    }

    [Fact]
    public void Half_the_slope_of_the_squares_of_the_spectrum_is_that_of_central_differences()
    {
        using TuneRig rig = new(1, "1.band1-*", "1.high-shelf-*", "1.band2-*", "2.gain");
        SpectrumResiduals residuals = new(Problem(rig, [TuneRig.Noise(Frames, 1)], [TuneRig.Noise(Frames, 2)]));
        double[] travels = Somewhere(rig);
        NormalEquations equations = new(travels.Length);

        residuals.Linearize(travels, equations);

        // J'e is for sums, the squares are a mean over the bands; the gain, which moves all bands alike, tells how many.
        double[] expected = [.. travels.Select((_, i) => -(At(i, Step) - At(i, -Step)) / (4 * Step))];
        double bands = Math.Round(equations.Slopes[^1] / expected[^1]);
        Assert.InRange(bands, 50, 90);
        for (int i = 0; i < travels.Length; i++)
            Assert.Equal(expected[i], equations.Slopes[i] / bands, 1e-3 * expected.Max(Math.Abs));

        double At(int index, double step)
        {
            double[] moved = [.. travels];
            moved[index] += step;
            return residuals.Squares(moved);
        }
    }

    [Fact]
    public void What_is_as_in_the_target_has_no_residual_and_is_remembered()
    {
        using TuneRig rig = new(1, "1.band1-*");
        float[][] dry = [TuneRig.Noise(Frames, 1)], target = [new float[Frames]];
        double[] travels = rig.Travels(("band1-gain", 6));
        rig.Path.Render(travels, dry, target);
        SpectrumResiduals residuals = new(Problem(rig, dry, target));

        Assert.True(residuals.Squares(rig.Travels()) > 0.01);
        Assert.Equal(0, residuals.Squares(travels), 1e-12);
        Assert.True(residuals.Squares(rig.Travels(("band1-gain", 5))) > residuals.Exact);
        Assert.Equal(travels, residuals.Best.Travels);
        Assert.Equal(3, residuals.Evaluations);
    }

    private static TuneProblem Problem(TuneRig rig, float[][] dry, float[][] target) =>
        new(rig.Path, dry, new MultiResolutionLoss(TuneRig.SampleRate, target), target);

    private static double[] Somewhere(TuneRig rig) => [.. rig.Tuned.Select((_, i) => 0.35 + (0.3 * i / rig.Tuned.Length))];
}
