using PluginHost.Dsp.Delays;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class DelayLineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100)]
    public void What_is_read_was_written_that_many_frames_ago(int delay)
    {
        var line = new DelayLine(100);
        float[] block = new float[1];
        for (int frame = 0; frame < 1000; frame++)
        {
            line.Read(block, delay);
            Assert.Equal(Math.Max(0, frame - delay), block[0]);
            line.Write([frame]);
        }
    }

    [Fact]
    public void Blocks_of_any_size_give_what_single_frames_give()
    {
        var line = new DelayLine(50);
        var random = new Random(1);
        int written = 0;
        while (written < 5000)
        {
            float[] block = new float[random.Next(1, 51)];
            line.Read(block, 50);
            for (int i = 0; i < block.Length; i++)
                Assert.Equal(Math.Max(0, written + i - 50), block[i]);
            line.Write([.. Enumerable.Range(written, block.Length).Select(n => (float)n)]);
            written += block.Length;
        }
    }

    [Fact]
    public void Reading_between_is_exact_on_whole_frames_and_on_cubics()
    {
        var line = new DelayLine(32);
        for (int n = 0; n < 40; n++)
            line.Write([Cubic(n)]);
        Assert.Equal(Cubic(40 - 2), line.ReadBetween(2));
        Assert.Equal(Cubic(40 - 32), line.ReadBetween(32));
        for (double delay = 2; delay <= 32; delay += 0.13)
            Assert.Equal(Cubic(40 - delay), line.ReadBetween(delay), 1e-5);

        static float Cubic(double n) => (float)(0.3 + (0.02 * n) - (0.001 * n * n) + (0.00001 * n * n * n));
    }

    [Theory]
    [InlineData(0.125, -0.1, 0)]
    [InlineData(0.25, -1.1, -1.0)]
    public void Halfway_between_samples_the_loss_is_what_the_docs_say(double frequency, double lowDb, double highDb)
    {
        var line = new DelayLine(16);
        double power = 0;
        for (int n = 0; n < 10_000; n++)
        {
            line.Write([(float)Math.Sin((2 * Math.PI * frequency * n) + 0.3)]);
            double sample = line.ReadBetween(4.5);
            power += n < 16 ? 0 : sample * sample;
        }
        Assert.InRange(10 * Math.Log10(2 * power / (10_000 - 16)), lowDb, highDb);
    }

    [Theory]
    [InlineData(0.0625)]
    [InlineData(0.125)]
    [InlineData(0.25)]
    public void Halfway_along_a_line_the_gain_is_the_cosine_the_docs_say(double frequency)
    {
        var line = new DelayLine(16);
        float[] output = [.. Tones.Sine(Tones.Frames, frequency).Select(sample =>
        {
            line.Write([sample]);
            return line.ReadLinear(4.5);
        })];
        Assert.Equal(20 * Math.Log10(Math.Cos(Math.PI * frequency)), Tones.Db(output, frequency), 1e-3);
    }

    [Fact]
    public void Reading_along_a_line_is_exact_on_whole_frames_and_on_lines()
    {
        var line = new DelayLine(32);
        for (int n = 0; n < 40; n++)
            line.Write([n]);
        for (int delay = 1; delay <= 32; delay++)
            Assert.Equal(40 - delay, line.ReadLinear(delay));
        for (double delay = 1; delay <= 32; delay += 0.13)
            Assert.Equal(40 - delay, line.ReadLinear(delay), 1e-5);
    }

    [Fact]
    public void A_block_of_moving_delays_is_read_frame_by_frame()
    {
        DelayLine atOnce = new(100), single = new(100);
        float[] noise = Tones.Noise(300, 1), block = new float[20];
        atOnce.Write(noise.AsSpan(0, 100));
        single.Write(noise.AsSpan(0, 100));
        double[] delays = [.. Enumerable.Range(0, 20).Select(i => 60 + (1.37 * i))];
        atOnce.ReadBetween(block, delays);
        for (int i = 0; i < block.Length; i++)
        {
            Assert.Equal(single.ReadBetween(delays[i]), block[i], 1e-6);
            single.Write(noise.AsSpan(100 + i, 1));
        }
    }

    [Theory]
    [InlineData(0.05, 0.02)]
    [InlineData(0.25, 0.25)]
    public void An_all_pass_keeps_the_level_and_delays_as_the_docs_say(double frequency, double tolerance)
    {
        for (double delay = 1.5; delay < 14; delay += 0.23)
        {
            var line = new DelayLine(16);
            AllPassReader reader = default;
            float[] output = [.. Tones.Sine(Tones.Frames, frequency).Select(sample =>
            {
                line.Write([sample]);
                return reader.Read(line, delay);
            })];
            Assert.Equal(0, Tones.Db(output, frequency), 1e-3);
            // What is written first is read with a delay of 1, so the sine is late by one frame less than that.
            Assert.Equal(delay - 1, DelayOf(output, frequency, delay - 1), tolerance);
        }

        static double DelayOf(float[] samples, double frequency, double near)
        {
            double re = 0, im = 0;
            for (int n = 1000; n < 3000; n++)
            {
                double angle = 2 * Math.PI * frequency * (n - near);
                re += samples[n] * Math.Sin(angle);
                im += samples[n] * Math.Cos(angle);
            }
            return near - (Math.Atan2(im, re) / (2 * Math.PI * frequency));
        }
    }

    [Fact]
    public void A_string_through_an_all_pass_ends_in_exact_silence_instead_of_denormals()
    {
        var line = new DelayLine(16);
        AllPassReader reader = default;
        line.Write([1]);
        float last = 1;
        for (int n = 0; n < 4000; n++)
        {
            last = 0.5f * reader.Read(line, 7.3);
            Assert.False(float.IsSubnormal(last));
            line.Write([last]);
        }
        Assert.Equal(0, last);
    }

    [Fact]
    public void Reset_leaves_silence()
    {
        var line = new DelayLine(8);
        line.Write([1, 1, 1, 1, 1, 1, 1, 1]);
        line.Reset();
        float[] block = new float[8];
        line.Read(block, 8);
        Assert.All(block, sample => Assert.Equal(0, sample));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void A_delay_out_of_range_is_refused_by_value(int maxDelay)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new DelayLine(maxDelay));
        Assert.Equal(maxDelay, refusal.ActualValue);
    }
}
