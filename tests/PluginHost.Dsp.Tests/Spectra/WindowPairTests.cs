using PluginHost.Dsp.Spectra;
using Xunit;

namespace PluginHost.Dsp.Tests.Spectra;

public class WindowPairTests
{
    [Theory]
    [InlineData(2048, 512, 128)]
    [InlineData(1024, 256, 128)]
    [InlineData(1024, 1024, 256)]
    [InlineData(512, 128, 30)]
    public void The_products_of_low_delay_windows_add_up_to_one(int length, int latency, int hop)
    {
        var pair = WindowPair.LowDelay(length, latency, hop);
        Assert.Equal(latency, pair.LatencyFrames);
        Assert.All(Sum(pair), sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void Low_delay_windows_have_the_shapes_of_the_paper()
    {
        var pair = WindowPair.LowDelay(2048, 512, 128);
        // Half a sine up to 256 samples before the end, then a fall of 256 samples; the product is Hann.
        Assert.Equal(Math.Sin(0.5 * Math.PI * 100.5 / 1792), pair.Analysis[100], 1e-6);
        Assert.Equal(1, pair.Analysis[1792], 1e-4);
        Assert.Equal(Math.Cos(0.5 * Math.PI * 128.5 / 256), pair.Analysis[1792 + 128], 1e-6);
        Assert.True(pair.Synthesis[..1536].IndexOfAnyExcept(0f) < 0);
        for (int n = 0; n < 512; n++)
        {
            double hann = Math.Pow(Math.Sin(Math.PI * (n + 0.5) / 512), 2);
            Assert.Equal(0.5 * hann, pair.Analysis[1536 + n] * pair.Synthesis[1536 + n], 1e-6);
        }
    }

    [Theory]
    [InlineData("SqrtHann", 512, 256)]
    [InlineData("SqrtHann", 512, 100)]
    [InlineData("Hann", 512, 128)]
    [InlineData("Hamming", 500, 250)]
    [InlineData("BlackmanHarris", 512, 128)]
    public void One_window_twice_adds_up_to_one_at_any_hop(string name, int length, int hop)
    {
        var pair = WindowPair.Symmetric(WindowTests.Make(name, length), hop);
        Assert.All(Sum(pair), sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void Windows_that_leave_gaps_are_refused()
    {
        Assert.Throws<ArgumentException>(() => WindowPair.Symmetric(Windows.Hann(512), 512));
        Assert.Throws<ArgumentException>(() => new WindowPair(new float[8], new float[8], 2));
        Assert.Throws<ArgumentException>(() => new WindowPair(new float[8], new float[4], 2));
        Assert.Equal(9, Assert.Throws<ArgumentOutOfRangeException>(() => WindowPair.Symmetric(Windows.Hamming(8), 9)).ActualValue);
        Assert.Equal(65, Assert.Throws<ArgumentOutOfRangeException>(() => WindowPair.LowDelay(512, 128, 65)).ActualValue);
        Assert.Equal(514, Assert.Throws<ArgumentOutOfRangeException>(() => WindowPair.LowDelay(512, 514, 64)).ActualValue);
    }

    private static double[] Sum(WindowPair pair)
    {
        float[] product = new float[pair.Analysis.Length];
        for (int n = 0; n < product.Length; n++)
            product[n] = pair.Analysis[n] * pair.Synthesis[n];
        return OverlapSum.Of(product, pair.Hop);
    }
}
