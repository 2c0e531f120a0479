using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests;

public class GainTests
{
    [Theory]
    [InlineData(-60, 0.001)]
    [InlineData(-6, 0.5011872336272722)]
    [InlineData(6, 1.9952623149688795)]
    [InlineData(24, 15.848931924611133)]
    public void Gain_is_exact_to_one_in_a_million(float db, double factor)
    {
        float[][] input = [WhiteNoise(1000, 1)];
        float[] output = Prepared<GainEffect>(channels: 1, settings: ("gain", db)).Run(input)[0];
        for (int i = 0; i < output.Length; i++)
            Assert.Equal(factor * input[0][i], output[i], 1e-6 * factor);
    }

    [Fact]
    public void A_change_arrives_exactly_within_a_tenth_of_a_second()
    {
        GainEffect gain = Prepared<GainEffect>(channels: 1, settings: ("gain", -60f));
        float[][] ones = [[.. Enumerable.Repeat(1f, 6_000)]];
        float[] output = gain.Run(ones, null, 120, (100, () => gain.Set("gain", 24)))[0];
        Assert.Equal(0.001f, output[99], 1e-9f);
        Assert.Equal(15.848932f, output[100 + 4_800], 1e-5f);
        Assert.Equal(output[^1], output[100 + 4_800]);
    }

    [Fact]
    public void At_its_defaults_it_changes_no_bit()
    {
        float[][] input = Each(3, channel => WhiteNoise(1000, channel));
        Assert.Equal(input, Prepared<GainEffect>(channels: 3).Run(input));
    }

    [Fact]
    public void Inverted_plus_plain_is_silence()
    {
        float[][] input = [WhiteNoise(1000, 1)];
        float[] inverted = Prepared<GainEffect>(channels: 1, settings: ("invert", 1f)).Run(input)[0];
        Assert.All(input[0].Zip(inverted), pair => Assert.Equal(0, pair.First + pair.Second));
    }

    [Fact]
    public void Muted_is_silence()
    {
        float[][] noise = Each(2, channel => WhiteNoise(100, channel));
        float[][] output = Prepared<GainEffect>(settings: [("mute", 1f), ("gain", 24f)]).Run(noise);
        Assert.All(output, channel => Assert.Equal(0, Peak(channel)));
    }

    [Theory]
    [InlineData(-100, 1, 0)]
    [InlineData(-50, 1, 0.5)]
    [InlineData(0, 1, 1)]
    [InlineData(30, 0.7, 1)]
    [InlineData(100, 0, 1)]
    public void Balance_fades_the_far_side_of_a_pair_and_spares_an_odd_channel(float percent, float left, float right)
    {
        float[][] ones = Each(5, _ => [1, 1, 1]);
        float[][] output = Prepared<GainEffect>(channels: 5, settings: ("balance", percent)).Run(ones);
        Assert.Equal([left, right, left, right, 1], output.Select(channel => MathF.Round(channel[2], 6)));
    }

    [Fact]
    public void The_meter_shows_the_output_peak_and_falls_24_dB_a_second()
    {
        GainEffect gain = Prepared<GainEffect>(channels: 1, settings: ("gain", -6f));
        Meter peak = gain.Meters.Single();
        Assert.Equal(Decibels.Silence, peak.Value);
        gain.Run([[0, 0, -0.5f, 0]]);
        Assert.Equal(-12.02f, peak.Value, 0.01f);
        gain.Run([new float[24_000]]);
        Assert.Equal(-24.02f, peak.Value, 0.02f);
    }
}
