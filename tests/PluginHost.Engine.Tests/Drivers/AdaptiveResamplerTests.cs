using PluginHost.Engine.Drivers.Resampling;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class AdaptiveResamplerTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(100, 90)]
    [InlineData(1000, 90)]
    [InlineData(5000, 90)]
    [InlineData(10_000, 85)]
    [InlineData(15_000, 80)]
    [InlineData(18_000, 80)]
    public void A_sine_stays_a_sine_when_two_clocks_differ_a_little(double hertz, double leastDb)
    {
        foreach (double ppm in (double[])[-500, -37, 3, 200, 500])
        {
            double ratio = 1 + (ppm * 1e-6);

            SineFit fit = SineFit.Of(Resample(ratio, hertz / Rate, 24_000), hertz / Rate / ratio);

            Assert.True(fit.SignalToNoiseDb > leastDb, $"{fit.SignalToNoiseDb:0.0} dB at {ppm} ppm");
        }
    }

    [Theory]
    [InlineData(44_100, 48_000)]
    [InlineData(48_000, 44_100)]
    [InlineData(48_000, 96_000)]
    [InlineData(96_000, 48_000)]
    [InlineData(192_000, 48_000)]
    [InlineData(16_000, 48_000)]
    public void A_sine_stays_a_sine_from_rate_to_rate(int from, int to)
    {
        foreach (double share in (double[])[0.02, 0.1, 0.25, 0.375])
        {
            double hertz = share * Math.Min(from, to);

            SineFit fit = SineFit.Of(Resample((double)to / from, hertz / from, 24_000), hertz / to);

            Assert.True(fit.SignalToNoiseDb > 80, $"{fit.SignalToNoiseDb:0.0} dB at {hertz} Hz");
            Assert.InRange(20 * Math.Log10(fit.Amplitude), -0.1, 0.1);
        }
    }

    [Fact]
    public void The_response_is_flat_to_20_kHz()
    {
        for (double hertz = 20; hertz <= 20_000; hertz += 370)
        {
            double ratio = 1.0001;
            SineFit fit = SineFit.Of(Resample(ratio, hertz / Rate, 12_000), hertz / Rate / ratio);

            Assert.True(Math.Abs(20 * Math.Log10(fit.Amplitude)) < 0.1, $"{20 * Math.Log10(fit.Amplitude):0.000} dB at {hertz} Hz");
        }
    }

    [Fact]
    public void What_lies_above_the_lower_rate_is_kept_out()
    {
        // 30 kHz at 96 kHz would be heard as 18 kHz at 48 kHz.
        float[] output = Resample(0.5, 30_000.0 / 96_000, 12_000);

        Assert.True(output.Max(MathF.Abs) < 1e-4f);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.0005)]
    [InlineData(48_000.0 / 44_100)]
    [InlineData(0.25)]
    public void The_delay_is_the_one_it_reports(double ratio)
    {
        AdaptiveResampler resampler = new(1, ratio, 256);
        const double cycles = 0.005;

        SineFit fit = SineFit.Of(Resample(ratio, cycles, 8000, skip: 500), cycles / ratio);

        // Output frame n holds input time n / ratio - latency.
        double delay = (500 / ratio) - (fit.PhaseCycles / cycles);
        Assert.Equal(resampler.LatencyFrames, Math.IEEERemainder(delay - resampler.LatencyFrames, 1 / cycles) + resampler.LatencyFrames, 0.01);
    }

    [Fact]
    public void A_constant_stays_that_constant()
    {
        AdaptiveResampler resampler = new(1, 1.00037, 256);
        float[] input = [.. Enumerable.Repeat(1f, 256)];
        float[] output = new float[300];
        resampler.Process(input, output);

        int frames = resampler.Process(input, output);

        Assert.All(output[..frames], sample => Assert.Equal(1f, sample, 1e-6f));
    }

    [Fact]
    public void Cut_anyhow_the_result_is_the_same()
    {
        float[] input = Noise.Make(2 * 20_000, seed: 3);
        float[] whole = Run(Enumerable.Repeat(256, 79), input);
        float[] cut = Run(Noise.Cuts(20_000, 256, seed: 4), input);

        int common = Math.Min(whole.Length, cut.Length);
        Assert.True(common > 39_000);
        for (int i = 0; i < common; i++)
            Assert.Equal(whole[i], cut[i], 2e-6f);

        static float[] Run(IEnumerable<int> cuts, float[] input)
        {
            AdaptiveResampler resampler = new(2, 1.0003, 256);
            List<float> made = [];
            int at = 0;
            foreach (int frames in cuts.TakeWhile(frames => (at + frames) * 2 <= input.Length))
            {
                float[] output = new float[2 * resampler.OutputFramesFor(frames)];
                Assert.Equal(output.Length / 2, resampler.Process(input.AsSpan(at * 2, frames * 2), output));
                made.AddRange(output);
                at += frames;
            }
            return [.. made];
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.9187500001)]
    [InlineData(1.0884353741)]
    [InlineData(3.7)]
    [InlineData(0.21)]
    public void It_takes_exactly_what_it_says_it_needs(double ratio)
    {
        AdaptiveResampler resampler = new(1, ratio, 1024);
        float[] output = new float[64];
        long taken = 0;
        const int blocks = 5000;
        for (int block = 0; block < blocks; block++)
        {
            int needed = resampler.InputFramesFor(64);
            taken += needed;
            Assert.Equal(64, resampler.Process(new float[needed], output));
        }
        Assert.Equal(blocks * 64 / ratio, taken, 2 + (1 / ratio));
    }

    [Fact]
    public void A_ratio_that_changes_makes_no_click()
    {
        AdaptiveResampler resampler = new(1, 1, 64);
        List<float> output = [];
        float[] block = new float[80];
        for (int i = 0; i < 2000; i++)
        {
            resampler.Ratio = 1 + (500e-6 * Math.Sin(i * 0.7));
            float[] input = [.. Enumerable.Range(i * 64, 64).Select(n => (float)Math.Sin(2 * Math.PI * n / 48))];
            output.AddRange(block.AsSpan(0, resampler.Process(input, block)));
        }

        // A sine obeys y[n] = 2 cos(w) y[n-1] - y[n-2]; a click does not.
        double k = 2 * Math.Cos(2 * Math.PI / 48);
        for (int i = 100; i < output.Count; i++)
            Assert.True(Math.Abs(output[i] - (k * output[i - 1]) + output[i - 2]) < 1e-4, $"frame {i}");
    }

    [Fact]
    public void Reset_is_as_new()
    {
        float[] input = Noise.Make(256, seed: 5);
        AdaptiveResampler fresh = new(1, 1.01, 256);
        AdaptiveResampler used = new(1, 1.01, 256);
        used.Process(Noise.Make(256, seed: 6), new float[300]);
        used.Reset();
        float[] expected = new float[fresh.OutputFramesFor(256)];
        float[] actual = new float[used.OutputFramesFor(256)];

        fresh.Process(input, expected);
        used.Process(input, actual);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        AdaptiveResampler resampler = new(2, 1.0001, 64);
        float[] input = new float[128];
        float[] output = new float[160];
        resampler.Process(input, output);

        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                resampler.Ratio = 1 + (i * 1e-7);
                resampler.Process(input, output);
            }
        }));
    }

    private static float[] Resample(double ratio, double cyclesPerSample, int frames, int skip = 500)
    {
        AdaptiveResampler resampler = new(1, ratio, 256);
        float[] block = new float[resampler.OutputFramesFor(256) + 2];
        List<float> made = [];
        for (long n = 0; made.Count < frames + skip; n += 256)
        {
            float[] input = [.. Enumerable.Range(0, 256).Select(i => (float)Math.Sin(2 * Math.PI * cyclesPerSample * (n + i)))];
            made.AddRange(block.AsSpan(0, resampler.Process(input, block)));
        }
        return [.. made.Skip(skip).Take(frames)];
    }
}
