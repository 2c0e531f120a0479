using System.Numerics;
using PluginHost.Plugins.Acoustics;
using PluginHost.Plugins.Tests.Support;
using Xunit;

namespace PluginHost.Plugins.Tests.RoomLoop;

public class LoopLimitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(192)]
    [InlineData(70_000)]
    public void A_single_echo_howls_when_it_comes_back_as_loud(int delay)
    {
        float[] response = new float[200];
        response[100] = 0.25f;
        Assert.Equal(4, new LoopLimit(response, 48_000).At(delay), 1e-3);
    }

    [Fact]
    public void What_comes_back_upside_down_howls_where_the_delay_turns_it_round()
    {
        // Twice 0.5 at 0 Hz, and turned round there; at 1000 Hz half a period is 24 samples, and both echoes still agree.
        float[] response = new float[10];
        response[0] = response[1] = -0.5f;
        double sum = Math.Cos(Math.PI * 1_000 / 48_000);
        Assert.Equal(1 / sum, new LoopLimit(response, 48_000).At(24), 0.003);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(3_000, 192)]
    [InlineData(3_000, 1_717)]
    [InlineData(17_000, 500)]
    public void It_is_the_strongest_place_where_the_loop_comes_round_in_phase(int taps, int delay)
    {
        float[] response = Signals.WhiteNoise(taps, taps);
        for (int n = 0; n < taps; n++)
            response[n] *= MathF.Exp(-7f * n / taps);
        Assert.Equal(0, 20 * Math.Log10(new LoopLimit(response, 8_000).At(delay) * Strongest(response, delay)), 0.03);
    }

    /// <summary>By the definition, on a grid so fine that between two points the loop turns by a hundredth of a cycle.</summary>
    private static double Strongest(float[] response, int delay)
    {
        // Only where the gain is high, or it would take minutes: first coarsely, where a resonance is as wide as some points.
        int coarse = 4 * response.Length;
        double[] gains = [.. Enumerable.Range(0, (coarse / 2) + 1).Select(k => At(response, (double)k / coarse).Magnitude)];
        double high = 0.75 * gains.Max(), most = 0;
        int fine = Math.Max(25, 25 * delay / response.Length);
        for (int k = 0; k + 1 < gains.Length; k++)
        {
            if (Math.Max(gains[k], gains[k + 1]) < high)
                continue;
            Complex before = Complex.Zero;
            for (int i = 0; i <= fine; i++)
            {
                double frequency = (k + ((double)i / fine)) / coarse;
                Complex loop = At(response, frequency) * Complex.FromPolarCoordinates(1, -Math.Tau * frequency * delay);
                if (i > 0 && loop.Real > 0 && before.Real > 0 && (loop.Imaginary >= 0) != (before.Imaginary >= 0))
                    most = Math.Max(most, (loop.Magnitude + before.Magnitude) / 2);
                before = loop;
            }
        }
        return most;
    }

    private static Complex At(float[] response, double frequency)
    {
        Complex step = Complex.FromPolarCoordinates(1, -Math.Tau * frequency), sum = Complex.Zero;
        for (int n = response.Length - 1; n >= 0; n--)
            sum = (sum * step) + response[n];
        return sum;
    }
}
