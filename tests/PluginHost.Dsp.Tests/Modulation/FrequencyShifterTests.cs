using PluginHost.Dsp.Modulation;
using Xunit;

namespace PluginHost.Dsp.Tests.Modulation;

public class FrequencyShifterTests
{
    [Theory]
    [InlineData(8_000, 5)]
    [InlineData(44_100, -3)]
    [InlineData(48_000, 8)]
    [InlineData(48_000, -20)]
    [InlineData(192_000, 20)]
    public void A_tone_comes_out_shifted_at_its_level_and_its_image_60_dB_lower(int rate, double shift)
    {
        foreach (double hertz in new[] { 35, 41, 100, 1_000, rate / 8, 0.45 * rate })
        {
            float[] tone = Shifted(rate, shift, Tones.Sine(4 * rate, hertz / rate, 0.5));
            Assert.Equal(-6.02, Tones.Db(tone, (hertz + shift) / rate), 0.02);
            Assert.InRange(Tones.Db(tone, (hertz - shift) / rate), double.NegativeInfinity, -65.9);
            Assert.InRange(Tones.Db(tone, hertz / rate), double.NegativeInfinity, -65.9);
        }
    }

    [Fact]
    public void The_shift_is_exact_however_long_it_lasts()
    {
        // 0.001 Hz off would show as a third of a turn over these five minutes.
        const int rate = 8_000, seconds = 300;
        FrequencyShifter shifter = Shifter(rate, 4);
        float[] tone = [];
        for (int second = 0; second < seconds; second += 10)
        {
            tone = [.. Enumerable.Range(0, 10 * rate).Select(n => (float)Math.Sin(Math.Tau * 500 * n / rate))];
            shifter.Process(tone);
        }
        float[] young = Shifted(rate, 4, [.. Tones.Sine(20 * rate, 500.0 / rate)])[(10 * rate)..];
        for (int n = 0; n < tone.Length; n++)
            Assert.Equal(young[n], tone[n], 1e-5f);
    }

    [Fact]
    public void Without_a_shift_every_frequency_keeps_its_level()
    {
        foreach (double frequency in new[] { 0.0005, 0.003, 0.1, 0.25, 0.499 })
        {
            float[] tone = Shifted(48_000, 0, Tones.Sine(48_000, frequency));
            Assert.Equal(0, Tones.Db(tone, frequency), 0.01);
        }
    }

    [Fact]
    public void Dry_it_leaves_every_sample_and_fades_in_and_out_without_a_click()
    {
        const int rate = 48_000;
        float[] input = Tones.Sine(rate, 200.0 / rate, 0.5), output = [.. input];
        FrequencyShifter shifter = Shifter(rate, 5);
        shifter.MixTo(0);
        shifter.SnapToTargets();
        Assert.True(shifter.IsDry);
        shifter.Process(output.AsSpan(0, 10_000));
        shifter.MixTo(1);
        shifter.Process(output.AsSpan(10_000, 10_000));
        Assert.False(shifter.IsDry);
        shifter.MixTo(0);
        shifter.Process(output.AsSpan(20_000));

        Assert.Equal(input[..10_000], output[..10_000]);
        Assert.NotEqual(input[15_000..16_000], output[15_000..16_000]);
        Assert.True(shifter.IsDry);
        Assert.Equal(input[26_000..], output[26_000..]);
        // A sine of 200 Hz bends by 3.4e-4 at this level; turned by half a cycle within 4 ms, not much more.
        Assert.InRange(SharpestBend(output), 0, 2e-3);
    }

    [Fact]
    public void A_new_shift_glides_in_without_a_click()
    {
        const int rate = 48_000;
        float[] output = Tones.Sine(rate, 200.0 / rate, 0.5);
        FrequencyShifter shifter = Shifter(rate, -20);
        shifter.Process(output.AsSpan(0, 20_000));
        shifter.ShiftBy(20);
        shifter.Process(output.AsSpan(20_000));
        // 220 Hz after the jump, 180 Hz before.
        Assert.InRange(SharpestBend(output.AsSpan(5_000)), 0, 1.1 * 0.5 * Math.Pow(Math.Tau * 220 / rate, 2));
    }

    [Fact]
    public void The_result_does_not_depend_on_how_the_stream_is_cut_even_while_all_glides()
    {
        float[] input = Tones.Noise(9_000, 1), whole = Play([3_000, 3_000, 3_000]);
        Assert.Equal(whole, Play([1, 2_999, 64, 64, 63, 65, 2_744, 1_234, 7, 1_759]));

        float[] Play(int[] cuts)
        {
            FrequencyShifter shifter = Shifter(48_000, 3);
            float[] output = [.. input];
            int at = 0;
            foreach (int frames in cuts)
            {
                if (at == 3_000)
                    Change(shifter, -7, 0.3);
                if (at == 6_000)
                    Change(shifter, 20, 1);
                shifter.Process(output.AsSpan(at, frames));
                at += frames;
            }
            return output;
        }
    }

    [Fact]
    public void Reset_makes_it_as_fresh()
    {
        float[] input = Tones.Noise(1_000, 4), fresh = Shifted(48_000, 5, [.. input]);
        FrequencyShifter used = Shifter(48_000, 5);
        used.Process(Tones.Noise(5_001, 5));
        used.Reset();
        float[] again = [.. input];
        used.Process(again);
        Assert.Equal(fresh, again);
    }

    [Theory]
    [InlineData(7_999)]
    [InlineData(200_000)]
    [InlineData(double.NaN)]
    public void A_rate_out_of_range_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequencyShifter(rate));

    internal static double SharpestBend(ReadOnlySpan<float> samples)
    {
        double sharpest = 0;
        for (int n = 2; n < samples.Length; n++)
            sharpest = Math.Max(sharpest, Math.Abs((double)samples[n] - (2.0 * samples[n - 1]) + samples[n - 2]));
        return sharpest;
    }

    private static void Change(FrequencyShifter shifter, double hertz, double mix)
    {
        shifter.ShiftBy(hertz);
        shifter.MixTo(mix);
    }

    private static FrequencyShifter Shifter(int rate, double shift)
    {
        FrequencyShifter shifter = new(rate);
        shifter.ShiftBy(shift);
        shifter.SnapToTargets();
        return shifter;
    }

    private static float[] Shifted(int rate, double shift, float[] samples)
    {
        Shifter(rate, shift).Process(samples);
        return samples;
    }
}
