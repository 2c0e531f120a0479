using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tests.Tuning;

public class LossTests
{
    private const int Window = 64;
    private const int Frames = 200;

    private static readonly float[][] Signal = [TuneRig.Noise(Frames, 1), TuneRig.Noise(Frames, 2)];
    private static readonly float[][] Target = [TuneRig.Noise(Frames, 3), TuneRig.Noise(Frames, 4)];

    [Fact]
    public void It_is_spectral_convergence_plus_the_mean_distance_of_the_logarithms()
    {
        Assert.Equal(InDouble(Signal), new StftLoss(Window, Target).Measure(Signal, null), 1e-5);
    }

    [Fact]
    public void Its_slopes_are_those_of_central_differences_in_double()
    {
        float[][] gradient = [new float[Frames], new float[Frames]];
        new StftLoss(Window, Target).Measure(Signal, gradient);

        double largest = gradient.Max(channel => channel.Max(Math.Abs));
        foreach ((int channel, int at) in new[] { (0, 5), (0, 64), (0, 150), (1, 20), (1, 100), (1, 180) })
        {
            double expected = (InDouble(Moved(channel, at, 1e-5)) - InDouble(Moved(channel, at, -1e-5))) / 2e-5;
            Assert.Equal(expected, gradient[channel][at], 2e-3 * largest);
        }
    }

    [Fact]
    public void The_same_sound_costs_nothing()
    {
        float[][] sound = [TuneRig.Noise(8_192, 1)];

        Assert.Equal(0, new MultiResolutionLoss(48_000, sound).Measure(sound, null), 1e-6);
    }

    [Fact]
    public void Slopes_over_three_resolutions_predict_a_small_step()
    {
        float[][] sound = [TuneRig.Noise(12_000, 1)];
        Predicts(new MultiResolutionLoss(48_000, [TuneRig.Noise(12_000, 2)]), sound);
    }

    [Fact]
    public void Slopes_of_the_average_spectrum_predict_a_small_step()
    {
        float[][] sound = [TuneRig.Noise(12_000, 1)];
        float[] reference = new float[20_000];
        for (int i = 1; i < reference.Length; i++)
            reference[i] = (0.9f * reference[i - 1]) + (0.1f * TuneRig.Noise(1, i)[0]);
        Predicts(new AverageSpectrumLoss(48_000, [reference], 1, 12_000), sound);
    }

    [Fact]
    public void The_average_spectrum_of_a_louder_copy_differs_by_its_gain()
    {
        float[][] sound = [TuneRig.Noise(24_000, 1)];
        float[][] louder = [[.. sound[0].Select(sample => 2 * sample)]];

        double loss = new AverageSpectrumLoss(48_000, sound, 1, 24_000).Measure(louder, null);

        // 6.02 dB in every band, and again in loudness.
        Assert.Equal(Math.Sqrt(2) * 6.0206, loss, 1e-3);
    }

    private static void Predicts(ILoss loss, float[][] sound)
    {
        float[][] gradient = [new float[sound[0].Length]];
        loss.Measure(sound, gradient);
        double square = gradient[0].Sum(slope => (double)slope * slope);
        double step = 1e-4 / Math.Sqrt(square);
        double up = loss.Measure([[.. sound[0].Zip(gradient[0], (sample, slope) => (float)(sample + (step * slope)))]], null);
        double down = loss.Measure([[.. sound[0].Zip(gradient[0], (sample, slope) => (float)(sample - (step * slope)))]], null);
        Assert.Equal(1, (up - down) / (2 * step * square), 0.02);
    }

    private static double[][] Moved(int channel, int at, double by)
    {
        double[][] moved = [.. Signal.Select(samples => samples.Select(sample => (double)sample).ToArray())];
        moved[channel][at] += by;
        return moved;
    }

    private static double InDouble(float[][] signal) =>
        InDouble([.. signal.Select(channel => channel.Select(sample => (double)sample).ToArray())]);

    // As published, by the plain transform.
    private static double InDouble(double[][] signal)
    {
        double[] target = [.. Target.SelectMany(channel => Powers([.. channel.Select(sample => (double)sample)]))];
        double floor = 1e-8 * target.Average();
        double[] wanted = [.. target.Select(power => Math.Sqrt(power + floor))];
        double[] got = [.. signal.SelectMany(Powers).Select(power => Math.Sqrt(power + floor))];
        double convergence = Math.Sqrt(got.Zip(wanted, (g, w) => (g - w) * (g - w)).Sum() / wanted.Sum(w => w * w));
        return convergence + got.Zip(wanted, (g, w) => Math.Abs(Math.Log(g) - Math.Log(w))).Average();
    }

    private static IEnumerable<double> Powers(double[] samples)
    {
        for (int start = 0; start + Window <= samples.Length; start += Window / 4)
        {
            for (int bin = 0; bin < Window / 2; bin++)
            {
                double re = 0, im = 0;
                for (int i = 0; i < Window; i++)
                {
                    double weighted = samples[start + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)));
                    re += weighted * Math.Cos(2 * Math.PI * bin * i / Window);
                    im -= weighted * Math.Sin(2 * Math.PI * bin * i / Window);
                }
                yield return (re * re) + (im * im);
            }
        }
    }
}
