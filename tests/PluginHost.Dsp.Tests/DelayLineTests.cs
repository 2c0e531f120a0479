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
