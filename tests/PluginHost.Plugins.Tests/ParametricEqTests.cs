using System.Numerics;
using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests;

public class ParametricEqTests
{
    private static readonly double[] Frequencies =
        [.. Enumerable.Range(0, 40).Select(i => 20 * Math.Pow(1000, i / 39.0))];

    public static TheoryData<string, float, float, float> Bands => new()
    {
        { "low-cut", 100, 0.71f, 0 },
        { "low-cut", 3000, 4, 0 },
        { "low-shelf", 200, 0.71f, 9 },
        { "low-shelf", 1000, 0.5f, -24 },
        { "band1", 60, 3, 12 },
        { "band2", 1000, 1, -6 },
        { "band3", 5000, 10, 24 },
        { "band4", 15000, 0.5f, -20 },
        { "high-shelf", 4000, 0.71f, -12 },
        { "high-shelf", 10000, 1, 6 },
        { "high-cut", 8000, 0.71f, 0 },
        { "high-cut", 300, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Bands))]
    public void Each_band_has_the_response_of_its_analogue_prototype(string id, float hertz, float q, float gainDb)
    {
        float[] response = ImpulseResponse(Band(id, hertz, q, gainDb));
        foreach (double frequency in Frequencies)
        {
            double expected = PrototypeDb(id, hertz, q, gainDb, frequency, 48_000);
            if (expected > -90)
                Assert.Equal(expected, ResponseDb(response, frequency), 0.05);
        }
    }

    [Fact]
    public void Bands_in_series_add_up_in_dB()
    {
        (string Id, float Hertz, float Q, float GainDb)[] bands =
        [
            ("low-cut", 40, 0.71f, 0), ("low-shelf", 150, 0.71f, 4), ("band1", 300, 1, -5), ("band2", 900, 2, 6),
            ("band3", 2000, 1, -3), ("band4", 6000, 4, 8), ("high-shelf", 9000, 0.71f, -6),
            ("high-cut", 16000, 0.71f, 0),
        ];
        float[] response = ImpulseResponse(
            [.. bands.SelectMany(b => Band(b.Id, b.Hertz, b.Q, b.GainDb)), ("output", -2)]);
        foreach (double frequency in Frequencies)
        {
            double expected = bands.Sum(b => PrototypeDb(b.Id, b.Hertz, b.Q, b.GainDb, frequency, 48_000)) - 2;
            Assert.Equal(expected, ResponseDb(response, frequency), 0.05);
        }
    }

    [Fact]
    public void At_its_defaults_it_changes_no_bit()
    {
        float[][] input = Each(2, channel => WhiteNoise(1000, channel));
        Assert.Equal(input, Prepared<ParametricEqEffect>().Run(input));
    }

    [Fact]
    public void A_band_switched_off_changes_no_bit_after_its_fade()
    {
        ParametricEqEffect eq = Prepared<ParametricEqEffect>(channels: 1, settings: Band("band2", 700, 2, 18));
        float[][] input = [WhiteNoise(8_000, 1)];
        float[] output = eq.Run(input, null, 120, (3_000, () => eq.Set("band2", 0)))[0];
        Assert.NotEqual(input[0][2_900..3_000], output[2_900..3_000]);
        Assert.Equal(input[0][5_000..], output[5_000..]);
    }

    [Fact]
    public void A_band_switched_on_ends_where_one_that_was_always_on_is()
    {
        (string, float)[] band = Band("band2", 700, 2, 18);
        ParametricEqEffect late = Prepared<ParametricEqEffect>(channels: 1, settings: [.. band, ("band2", 0)]);
        ParametricEqEffect always = Prepared<ParametricEqEffect>(channels: 1, settings: band);
        float[][] input = [WhiteNoise(24_000, 1)];
        float[] output = late.Run(input, null, 120, (1_000, () => late.Set("band2", 1)))[0];
        float[] expected = always.Run(input)[0];
        for (int n = 20_000; n < output.Length; n++)
            Assert.Equal(expected[n], output[n], 1e-5f);
    }

    [Fact]
    public void At_8_kHz_frequencies_beyond_the_range_act_at_its_end()
    {
        ParametricEqEffect eq = Prepared<ParametricEqEffect>(8_000, 1, settings: Band("high-cut", 20_000, 0.71f, 0));
        float[] response = eq.Run([Impulse(4_096)])[0];
        Assert.Equal(PrototypeDb("high-cut", 3_920, 0.71, 0, 1_000, 8_000), ResponseDb(response, 1_000, 8_000), 0.01);
    }

    private static (string, float)[] Band(string id, float hertz, float q, float gainDb) => gainDb == 0
        ? [(id, 1), ($"{id}-frequency", hertz), ($"{id}-q", q)]
        : [(id, 1), ($"{id}-frequency", hertz), ($"{id}-q", q), ($"{id}-gain", gainDb)];

    private static float[] ImpulseResponse((string, float)[] settings) =>
        Prepared<ParametricEqEffect>(channels: 1, settings: settings).Run([Impulse(1 << 16)])[0];

    // The analogue filter at the frequency that the bilinear transform maps to the wanted one.
    private static double PrototypeDb(string id, double hertz, double q, double gainDb, double frequency, int rate)
    {
        Complex s = new(0, Math.Tan(Math.PI * frequency / rate) / Math.Tan(Math.PI * hertz / rate));
        double a = Math.Pow(10, gainDb / 40), r = Math.Sqrt(a);
        Complex h = id switch
        {
            "low-cut" => s * s / ((s * s) + (s / q) + 1),
            "high-cut" => 1 / ((s * s) + (s / q) + 1),
            "low-shelf" => a * ((s * s) + (r / q * s) + a) / ((a * s * s) + (r / q * s) + 1),
            "high-shelf" => a * ((a * s * s) + (r / q * s) + 1) / ((s * s) + (r / q * s) + a),
            _ => ((s * s) + (a / q * s) + 1) / ((s * s) + (s / (a * q)) + 1),
        };
        return 20 * Math.Log10(h.Magnitude);
    }
}
