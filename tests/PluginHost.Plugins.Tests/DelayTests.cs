using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests;

public class DelayTests
{
    // As open as they go: 20 Hz and 20 kHz take away little within the few samples around an impulse.
    private static readonly (string, float)[] Open =
        [("mix", 100), ("low-cut", 20), ("high-cut", 20_000), ("feedback", 0)];

    [Theory]
    [InlineData(8_000, 1, 8)]
    [InlineData(44_100, 100, 4_410)]
    [InlineData(48_000, 333.3f, 15_998)]
    [InlineData(48_000, 2_000, 96_000)]
    [InlineData(192_000, 7.5f, 1_440)]
    public void The_first_echo_is_the_input_to_the_sample_after_the_set_time(int rate, float ms, int frames)
    {
        float[][] input = [WhiteNoise(500, 1).Concat(new float[frames]).ToArray()];
        float[] output = Prepared<DelayEffect>(rate, 1, settings: [.. Open, ("time", ms)]).Run(input)[0];
        Assert.Equal(0, Peak(output.AsSpan(0, frames)));
        Assert.Equal(input[0][..500], output[frames..]);
    }

    [Theory]
    [InlineData("1/1", 120, 96_000)]
    [InlineData("1/2", 120, 48_000)]
    [InlineData("1/4", 120, 24_000)]
    [InlineData("1/8 dotted", 120, 18_000)]
    [InlineData("1/8", 120, 12_000)]
    [InlineData("1/8 triplet", 120, 8_000)]
    [InlineData("1/16", 120, 6_000)]
    [InlineData("1/4", 97, 29_691)]
    [InlineData("1/1", 100, 57_600)]
    [InlineData("1/1", double.NaN, 72_000)]
    public void Synced_it_follows_the_tempo_and_halves_what_is_too_long(string sync, double tempoBpm, int frames)
    {
        DelayEffect delay = Prepared<DelayEffect>(channels: 1, settings: [.. Open]);
        Parameter choice = delay.Find("sync");
        Assert.True(choice.TryParse(sync, out float value));
        choice.Target = value;
        float[] output = delay.Run([Impulse(100_000)], null, tempoBpm)[0];
        Assert.Equal([frames], Enumerable.Range(0, output.Length).Where(n => output[n] != 0));
        Assert.Equal(1, output[frames]);
    }

    [Fact]
    public void Each_repeat_falls_by_the_feedback()
    {
        // A tone in the middle of the band, 9 whole periods a burst: both tone filters leave it alone within 1 %.
        float[] burst = Sine(432, 1_000);
        float[][] input = [burst.Concat(new float[20_000]).ToArray()];
        float[] output = Prepared<DelayEffect>(channels: 1,
            settings: [.. Open, ("feedback", 60), ("time", 50)]).Run(input)[0];
        for (int repeat = 1; repeat <= 7; repeat++)
        {
            float peak = Peak(output.AsSpan((repeat * 2_400) + 100, 200));
            Assert.Equal(Math.Pow(0.6, repeat - 1), peak, 0.03 * Math.Pow(0.6, repeat - 1));
        }
    }

    [Theory]
    [InlineData("low-cut", 1_000, 1_000, 0.5)]
    [InlineData("high-cut", 2_000, 2_000, 0.55)]
    public void The_tone_filters_act_on_repeats_from_the_second_on(string id, float corner, double hertz, double power)
    {
        float[] tone = Sine(4_800, hertz);
        float[][] input = [tone.Concat(new float[24_000]).ToArray()];
        float[] output = Prepared<DelayEffect>(channels: 1,
            settings: [.. Open, ("feedback", 90), ("time", 200), (id, corner)]).Run(input)[0];
        Assert.Equal(tone, output[9_600..14_400]);
        float second = Peak(output.AsSpan(19_200 + 2_400, 2_000));
        Assert.InRange(second, 0.9 * Math.Sqrt(power) * 0.93, 0.9 * Math.Sqrt(power) * 1.07);
    }

    [Fact]
    public void Ping_pong_sums_a_pair_to_the_left_and_then_changes_sides()
    {
        float[][] input = Each(3, channel => Impulse(12_000));
        input[1][0] = 0.5f;
        float[][] output = Prepared<DelayEffect>(channels: 3,
            settings: [.. Open, ("feedback", 50), ("time", 50), ("ping-pong", 1)]).Run(input);
        Assert.Equal(0.75f, output[0][2_400]);
        Assert.Equal(0, output[1][2_400]);
        Assert.Equal(0, Peak(output[0].AsSpan(2_401, 4_000)));
        Assert.InRange(output[1][4_800], 0.3f, 0.375f);
        Assert.InRange(output[0][7_200], 0.12f, 0.1875f);
        Assert.InRange(output[2][4_800], 0.4f, 0.5f); // a channel without partner keeps its echoes
    }

    [Fact]
    public void Mix_keeps_the_dry_signal_whole_up_to_the_middle()
    {
        Assert.Equal((1, 0), DryAndWet(0));
        Assert.Equal((1, 0.5f), DryAndWet(25));
        Assert.Equal((1, 1), DryAndWet(50));
        Assert.Equal((0.5f, 1), DryAndWet(75));
        Assert.Equal((0, 1), DryAndWet(100));

        static (float Dry, float Wet) DryAndWet(float percent)
        {
            float[] output = Prepared<DelayEffect>(channels: 1, settings: [.. Open, ("time", 10), ("mix", percent)])
                .Run([Impulse(600)])[0];
            return (output[0], output[480]);
        }
    }

    [Fact]
    public void The_tail_counts_what_the_tone_filters_hold_back()
    {
        DelayEffect delay = Prepared<DelayEffect>(channels: 1, settings: [.. Open, ("time", 1), ("feedback", 50)]);
        delay.Run([[.. Enumerable.Repeat(1f, 10_000)]]);
        delay.Run([new float[delay.TailFrames]]);
        Assert.InRange(Peak(delay.Run([new float[10_000]])[0]), 0, 1e-5f);
    }

    [Fact]
    public void A_new_time_is_reached_after_one_crossfade_and_a_later_one_after_the_next()
    {
        DelayEffect delay = Prepared<DelayEffect>(channels: 1, settings: [.. Open, ("time", 100)]);
        float[][] input = [WhiteNoise(20_000, 1)];
        float[] output = delay.Run(input, null, 120,
            (10_000, () => delay.Set("time", 20)), (10_500, () => delay.Set("time", 30)))[0];
        Assert.Equal(input[0][5_000..5_200], output[9_800..10_000]);
        // 40 ms (1920 frames) to 20 ms, then at once 40 ms more to 30 ms.
        Assert.Equal(input[0][(11_919 - 960)], output[11_919]);
        Assert.NotEqual(input[0][(11_921 - 960)], output[11_921]);
        Assert.Equal(input[0][(13_839 - 1_440)..(20_000 - 1_440)], output[13_839..]);
    }
}
