using PluginHost.Plugins.Tests.Support;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests;

public class TunableTests
{
    [Fact]
    public void The_equalizer_that_is_tuned_is_the_one_that_is_heard()
    {
        ParametricEqEffect eq = Prepared<ParametricEqEffect>(settings:
        [
            ("low-cut", 1), ("low-cut-frequency", 60), ("low-shelf-gain", 4), ("band1-gain", -7), ("band2", 0), ("band2-gain", 9),
            ("band3-gain", 5), ("band3-q", 4), ("high-shelf-gain", -3), ("high-cut", 1), ("output", -2),
        ]);
        float[][] input = Each(2, channel => WhiteNoise(512, channel));

        float[][] heard = eq.Run(input);
        double[] tuned = [.. input.SelectMany(channel => channel).Select(sample => (double)sample)];
        eq.CreateProcessor<double>(eq.Format, parameter => parameter.Target).Process(tuned);

        // Every band of what is heard rounds to float.
        Assert.All(heard.SelectMany(channel => channel).Zip(tuned), pair => Assert.Equal(pair.Second, pair.First, 3e-6));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void The_gain_that_is_tuned_is_bit_for_bit_the_one_that_is_heard(float invert, float mute)
    {
        GainEffect gain = Prepared<GainEffect>(channels: 3, settings:
            [("gain", -7.3f), ("balance", 35), ("invert", invert), ("mute", mute)]);
        float[][] input = Each(3, channel => WhiteNoise(512, channel));

        float[][] heard = gain.Run(input);
        float[] tuned = [.. input.SelectMany(channel => channel)];
        gain.CreateProcessor<float>(gain.Format, parameter => parameter.Target).Process(tuned);

        Assert.Equal(heard.SelectMany(channel => channel), tuned);
    }
}
