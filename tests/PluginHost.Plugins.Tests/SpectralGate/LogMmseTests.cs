using System.Runtime.Intrinsics;
using System.Text.Json;
using PluginHost.Plugins.Gain;
using Xunit;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class LogMmseTests
{
    /// <summary>What scipy gives; see Vectors/make-exp-e1.py.</summary>
    private static readonly Vector Scipy = JsonSerializer.Deserialize<Vector>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "exp-e1.json")), JsonSerializerOptions.Web)!;

    [Fact]
    public void Exp_of_E1_is_scipys_to_one_in_a_million()
    {
        foreach ((double v, double value) in Scipy.V.Zip(Scipy.Value))
            Assert.Equal(1, ExpE1(v) / value, 1e-6);
    }

    [Fact]
    public void The_squared_gain_is_that_of_Ephraim_and_Malah()
    {
        foreach ((double v, double value) in Scipy.V.Zip(Scipy.Value))
        {
            foreach (float xi in (ReadOnlySpan<float>)[0.003f, 0.1f, 1, 30])
            {
                float w = xi / (1 + xi);
                // G = w exp(E1(v) / 2).
                double expected = Math.Min(1, (double)w * w * value);
                Assert.Equal(1, SquaredGain(w, v) / expected, 2e-6);
            }
        }
    }

    [Fact]
    public void A_loud_bin_passes_with_the_gain_of_wiener()
    {
        // E1 vanishes for large v.
        Assert.Equal(0.81, SquaredGain(0.9f, 60), 1e-6);
        Assert.Equal(1, SquaredGain(1, 1e8), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    public void No_v_gives_more_than_unity_or_no_number(double v)
    {
        foreach (float w in (ReadOnlySpan<float>)[0, 1e-20f, 0.5f, 1])
            Assert.InRange(SquaredGain(w, v), 0, 1);
    }

    [Fact]
    public void Lanes_do_not_mix()
    {
        var values = Vector256.Create(1e-5f, 0.001f, 0.01f, 0.1f, 1, 3, 10, 50);
        Vector256<float> all = LogMmse.ExpE1(values);
        for (int lane = 0; lane < 8; lane++)
            Assert.Equal((float)ExpE1(values[lane]), all[lane]);
    }

    private static double ExpE1(double v) => LogMmse.ExpE1(Vector256.Create((float)v))[3];

    private static double SquaredGain(float w, double v) =>
        LogMmse.SquaredGain(Vector256.Create(w), Vector256.Create((float)v))[5];

    private sealed record Vector(double[] V, double[] Value);
}
