using PluginHost.Plugins.Paths;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class FadingFirTests
{
    private const int Hops = 6;

    [Theory]
    [InlineData(16, 16, 1)]
    [InlineData(16, 64, 2)]
    [InlineData(64, 16, 3)]
    [InlineData(256, 256, 4)]
    [InlineData(48, 240, 5)]
    public void It_convolves_with_taps_that_fade_evenly_over_each_hop(int taps, int hop, int seed)
    {
        float[] input = WhiteNoise(Hops * hop, seed);
        float[][] filters = Filters(taps);
        float[] output = Play(input, filters, hop, null);
        for (int n = 0; n < input.Length; n++)
            Assert.Equal(Direct(input, filters, hop, n), output[n], 1e-6 * taps);
    }

    [Fact]
    public void The_output_does_not_depend_on_how_hops_are_cut()
    {
        float[] input = WhiteNoise(Hops * 240, 6);
        float[][] filters = Filters(48);
        float[] whole = Play(input, filters, 240, null);
        for (int seed = 0; seed < 20; seed++)
            Assert.Equal(whole, Play(input, filters, 240, new Random(seed)));
    }

    [Fact]
    public void After_a_reset_nothing_is_left_of_what_came_before()
    {
        var fir = new FadingFir(32, 64);
        float[] taps = WhiteNoise(32, 1), rest = new float[64];
        fir.Process(WhiteNoise(64, 2), 0, taps, taps);
        fir.EndHop();
        fir.Reset();
        fir.Process(rest, 0, taps, taps);
        Assert.Equal(0, Peak(rest));
    }

    /// <summary>The latest tap last, as the filter wants them.</summary>
    private static float[][] Filters(int taps) => Each(Hops + 1, i => WhiteNoise(taps, 100 + i));

    private static float[] Play(float[] input, float[][] filters, int hop, Random? cuts)
    {
        var fir = new FadingFir(filters[0].Length, hop);
        float[] output = [.. input];
        for (int i = 0; i < Hops; i++)
        {
            for (int start = 0, length; start < hop; start += length)
            {
                length = cuts?.Next(1, Math.Min(hop - start, 23) + 1) ?? hop;
                fir.Process(output.AsSpan((i * hop) + start, length), start, filters[i], filters[i + 1]);
            }
            fir.EndHop();
        }
        return output;
    }

    private static double Direct(float[] input, float[][] filters, int hop, int n)
    {
        // A frame stands for the time around its middle.
        double share = ((n % hop) + 0.5) / hop, sum = 0;
        float[] from = filters[n / hop], to = filters[(n / hop) + 1];
        for (int lag = 0; lag <= Math.Min(n, from.Length - 1); lag++)
            sum += input[n - lag] * ((from[^(lag + 1)] * (1 - share)) + (to[^(lag + 1)] * share));
        return sum;
    }
}
