using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Tuning;

public class GradientTests
{
    private const double Step = 1e-3;

    [Theory]
    [InlineData(40, 0.03)]
    [InlineData(147, 0.01)]
    [InlineData(1_000, 0.01)]
    [InlineData(9_000, 0.01)]
    public void Slopes_of_bands_are_those_of_central_differences_in_double(float hertz, double tolerance)
    {
        using TuneRig rig = new(1, "1.band1-*", "1.high-shelf-*", "1.output", "2.gain");
        double[] travels = rig.Travels(("band1-frequency", hertz), ("band1-gain", 7), ("band1-q", 1.4f),
            ("high-shelf-gain", -5), ("output", -2), ("gain", 3));

        Compare(rig, travels, tolerance);
    }

    [Fact]
    public void Slopes_of_a_stereo_balance_are_those_of_central_differences()
    {
        using TuneRig rig = new(2, "2.gain", "2.balance");

        Compare(rig, rig.Travels(("gain", -4), ("balance", 30)), 0.001);
    }

    [Fact]
    public void A_gain_of_0_dB_still_has_a_slope()
    {
        using TuneRig rig = new(1, "1.band2-gain");

        Compare(rig, rig.Travels(), 0.01);
    }

    [Fact]
    public void An_authors_effect_has_exact_slopes_through_its_tanh()
    {
        DriveEffect effect = new();
        AudioFormat format = new(48_000, 1, 64);
        float[] input = TuneRig.Noise(64, 3);

        Dual[] duals = [.. input.Select(sample => (Dual)sample)];
        effect.CreateProcessor(format, parameter => Dual.Setting(10, parameter.Id == "drive" ? 0 : 1)).Process(duals);

        for (int i = 0; i < input.Length; i++)
        {
            Assert.Equal(Slope(input[i], drive => Driven(input[i], drive, 10)), duals[i].Slopes[0], 1e-4);
            Assert.Equal(Slope(input[i], level => Driven(input[i], 10, level)), duals[i].Slopes[1], 1e-4);
            Assert.Equal(Vector256<float>.Zero.GetUpper(), duals[i].Slopes.GetUpper());
        }
    }

    [Fact]
    public void An_authors_effect_sounds_alike_in_both_ways()
    {
        DriveEffect effect = new();
        AudioFormat format = new(48_000, 2, 64);
        effect.Prepare(format);
        float[] heard = TuneRig.Noise(128, 4), tuned = [.. heard];

        effect.Process(new ProcessContext(new AudioBuffer(heard, 2, 64, 64), default));
        effect.CreateProcessor<float>(format, parameter => parameter.Target).Process(tuned);

        Assert.Equal(heard, tuned);
    }

    private static double Driven(float sample, double drive, double level) =>
        Math.Tanh(sample * Math.Pow(10, drive / 20)) * Math.Pow(10, level / 20);

    private static double Slope(float _, Func<double, double> of) => (of(10 + 1e-5) - of(10 - 1e-5)) / 2e-5;

    private static void Compare(TuneRig rig, double[] travels, double tolerance)
    {
        int channels = rig.Tuned[0].Parameter.Id == "gain" ? 2 : 1;
        float[][] input = [.. Enumerable.Range(0, channels).Select(channel => TuneRig.Noise(24_000, channel))];
        float[][] weights = [.. Enumerable.Range(0, channels).Select(channel => TuneRig.Noise(24_000, 9 + channel))];
        double[] gradient = new double[travels.Length];
        rig.Path.Gradient(travels, input, weights, gradient);
        for (int i = 0; i < travels.Length; i++)
        {
            float[][] up = Moved(i, Step), down = Moved(i, -Step);
            double expected = (TuneRig.Dot(up, weights) - TuneRig.Dot(down, weights)) / (2 * Step);
            Assert.True(Math.Abs(gradient[i] - expected) <= tolerance * Math.Abs(expected) + 0.01,
                $"{rig.Tuned[i].Name}: {gradient[i]} instead of {expected}");
        }

        float[][] Moved(int index, double step)
        {
            double[] moved = [.. travels];
            moved[index] += step;
            float[][] output = [.. input.Select(channel => new float[channel.Length])];
            rig.Path.Render(moved, input, output);
            return output;
        }
    }
}
