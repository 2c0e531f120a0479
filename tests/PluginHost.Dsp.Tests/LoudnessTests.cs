using PluginHost.Dsp.Levels;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class LoudnessTests
{
    [Fact]
    public void At_48_kHz_the_filters_are_those_of_the_standard()
    {
        var (shelf, highPass) = KWeighting.Design(48_000);
        Assert.Equal(1.53512485958697, shelf.B0, 1e-12);
        Assert.Equal(-2.69169618940638, shelf.B1, 1e-12);
        Assert.Equal(1.19839281085285, shelf.B2, 1e-12);
        Assert.Equal(-1.69065929318241, shelf.A1, 1e-12);
        Assert.Equal(0.73248077421585, shelf.A2, 1e-12);
        Assert.Equal(1, highPass.B0, 1e-12);
        Assert.Equal(-2, highPass.B1, 1e-12);
        Assert.Equal(1, highPass.B2, 1e-12);
        Assert.Equal(-1.99004745483398, highPass.A1, 1e-12);
        Assert.Equal(0.99007225036621, highPass.A2, 1e-12);
    }

    [Fact]
    public void At_other_rates_they_equal_scipys_bilinear_transform_of_the_analogue_filters()
    {
        Assert.All(BlockVectors.Instance.Loudness.Responses, theirs =>
        {
            var (shelf, highPass) = KWeighting.Design(theirs.Rate);
            for (int i = 0; i < theirs.Hertz.Length; i++)
            {
                double frequency = theirs.Hertz[i] / theirs.Rate;
                double gain = (shelf.Response(frequency) * highPass.Response(frequency)).Magnitude;
                Assert.Equal(theirs.Db[i], 20 * Math.Log10(gain), 1e-6);
            }
        });
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void A_full_scale_sine_of_997_Hz_in_one_channel_reads_minus_3_01(int rate)
    {
        var meter = new LoudnessMeter(rate, 1, 1);
        float[] planar = [.. Tones.Sine(rate * 4, 997.0 / rate), .. new float[rate * 4]];
        meter.Process(planar, rate * 4, rate * 4);
        Assert.Equal(-3.01, meter.MomentaryLkfs, 0.01);
        Assert.Equal(-3.01, meter.ShortTermLkfs, 0.01);
        Assert.Equal(-3.01, meter.IntegratedLkfs, 0.01);
    }

    // EBU Tech 3341 (2016), table 1: seconds and dBFS of a stereo sine of 1 kHz.
    [Theory]
    [InlineData(new double[] { 20, -23 }, -23.0)]
    [InlineData(new double[] { 20, -33 }, -33.0)]
    [InlineData(new double[] { 10, -36, 60, -23, 10, -36 }, -23.0)]
    [InlineData(new double[] { 10, -72, 10, -36, 60, -23, 10, -36, 10, -72 }, -23.0)]
    [InlineData(new double[] { 20, -26, 20.1, -20, 20, -26 }, -23.0)]
    public void The_signals_of_the_EBU_read_what_it_expects(double[] steps, double expected)
    {
        var meter = new LoudnessMeter(48_000, 1, 1);
        for (int i = 0; i < steps.Length; i += 2)
        {
            int frames = (int)(steps[i] * 48_000);
            float[] sine = Tones.Sine(frames, 1000.0 / 48_000, Math.Pow(10, steps[i + 1] / 20));
            meter.Process([.. sine, .. sine], frames, frames);
        }
        Assert.Equal(expected, meter.IntegratedLkfs, 0.1);
    }

    [Fact]
    public void The_five_channels_of_the_EBU_read_what_it_expects()
    {
        // Case 6: L and R -28, C -24, Ls and Rs -30 dBFS.
        var meter = new LoudnessMeter(48_000, 1, 1, 1, 1.41, 1.41);
        const int frames = 20 * 48_000;
        float[] planar = [.. new double[] { -28, -28, -24, -30, -30 }.SelectMany(
            db => Tones.Sine(frames, 1000.0 / 48_000, Math.Pow(10, db / 20)))];
        meter.Process(planar, frames, frames);
        Assert.Equal(-23.0, meter.IntegratedLkfs, 0.1);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4410)]
    [InlineData(10_000)]
    public void Noise_reads_what_numpy_computes_from_all_windows(int block)
    {
        LoudnessVector theirs = BlockVectors.Instance.Loudness;
        float[][] channels = SteppedNoise(theirs);
        var meter = new LoudnessMeter(theirs.Rate, 1, 1);
        float[] planar = new float[2 * block];
        int frames = channels[0].Length, hop = theirs.Rate / 10, compared = 0;
        for (int start = 0, some; start < frames; start += some)
        {
            some = Math.Min(block, frames - start);
            for (int channel = 0; channel < 2; channel++)
                channels[channel].AsSpan(start, some).CopyTo(planar.AsSpan(channel * block));
            meter.Process(planar, block, some);
            int window = ((start + some) / hop) - 4;
            if (window < 0)
                continue;
            Assert.Equal(theirs.Momentary[window], meter.MomentaryLkfs, 1e-5);
            compared++;
        }
        Assert.InRange(compared, 40, int.MaxValue);
        Assert.Equal(theirs.Integrated, meter.IntegratedLkfs, 1e-5);
    }

    [Fact]
    public void Silence_and_a_reset_read_nothing()
    {
        var meter = new LoudnessMeter(48_000, 1);
        meter.Process(new float[48_000], 48_000, 48_000);
        Assert.Equal(double.NegativeInfinity, meter.MomentaryLkfs);
        Assert.Equal(double.NegativeInfinity, meter.IntegratedLkfs);
        meter.Process(Tones.Noise(48_000, 1), 48_000, 48_000);
        Assert.InRange(meter.IntegratedLkfs, -10, 0);
        meter.Reset();
        Assert.Equal(double.NegativeInfinity, meter.MomentaryLkfs);
        Assert.Equal(double.NegativeInfinity, meter.ShortTermLkfs);
        Assert.Equal(double.NegativeInfinity, meter.IntegratedLkfs);
    }

    private static float[][] SteppedNoise(LoudnessVector vector)
    {
        List<float> left = [], right = [];
        uint state = 1;
        foreach (double[] step in vector.Steps)
        {
            double gain = Math.Pow(10, step[1] / 20);
            for (int i = 0; i < (int)Math.Round(step[0] * vector.Rate); i++)
            {
                left.Add(Next());
                right.Add(Next());
            }

            float Next()
            {
                state = unchecked((state * 1664525) + 1013904223);
                return (float)(((state / 2147483648.0) - 1) * gain);
            }
        }
        return [[.. left], [.. right]];
    }
}
