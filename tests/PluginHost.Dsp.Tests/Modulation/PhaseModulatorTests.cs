using PluginHost.Dsp.Modulation;
using Xunit;

namespace PluginHost.Dsp.Tests.Modulation;

public class PhaseModulatorTests
{
    // Bessel functions J0, J1, J2 of the depth: the levels of carrier and sidebands of a phase-modulated tone.
    [Theory]
    [InlineData(0.5, 0.938470, 0.242268, 0.030604)]
    [InlineData(2.0, 0.223891, 0.576725, 0.352834)]
    [InlineData(2.404826, 0.000000, 0.519147, 0.431755)]
    public void Sidebands_stand_where_and_as_high_as_theory_says(double depth, double carrier, double first, double second)
    {
        const int rate = 48_000;
        const double hertz = 1_000, turns = 5;
        float[] tone = Tones.Sine(8 * rate, hertz / rate);
        Modulator(rate, turns, depth).Process(tone);
        foreach ((int sideband, double level) in new[] { (0, carrier), (1, first), (-1, first), (2, second), (-2, second) })
            Assert.Equal(level, Math.Pow(10, Tones.Db(tone, (hertz + (sideband * turns)) / rate) / 20), 1.5e-3);
    }

    [Fact]
    public void The_level_stands_still_while_the_phase_moves()
    {
        const int rate = 48_000;
        float[] tone = Tones.Sine(2 * rate, 2_000.0 / rate);
        Modulator(rate, 3, 3).Process(tone);
        // 24 samples are a period, 48 ms a piece: vibrato, no tremolo.
        foreach (float[] piece in tone[rate..(rate + (20 * 2_304))].Chunk(2_304))
        {
            double power = piece.Sum(sample => (double)sample * sample) / piece.Length;
            Assert.Equal(0.5, power, 0.003);
        }
    }

    [Fact]
    public void Dry_it_leaves_every_sample()
    {
        float[] input = Tones.Noise(10_000, 1), output = [.. input];
        PhaseModulator modulator = Modulator(48_000, 2, 1);
        modulator.MixTo(0);
        modulator.Process(output);
        Assert.True(modulator.IsDry);
        Assert.NotEqual(input[..100], output[..100]);
        Assert.Equal(input[6_000..], output[6_000..]);
    }

    [Fact]
    public void The_result_does_not_depend_on_how_the_stream_is_cut_and_reset_makes_it_as_fresh()
    {
        float[] input = Tones.Noise(6_000, 1), whole = Play(Modulator(48_000, 3, 1), [3_000, 3_000]);
        PhaseModulator used = Modulator(48_000, 3, 1);
        Assert.Equal(whole, Play(used, [1, 2_999, 64, 63, 2_873]));
        Change(used, 3, 1);
        used.SnapToTargets();
        used.Reset();
        Assert.Equal(whole, Play(used, [1_500, 1_500, 3_000]));

        float[] Play(PhaseModulator modulator, int[] cuts)
        {
            float[] output = [.. input];
            int at = 0;
            foreach (int frames in cuts)
            {
                if (at == 3_000)
                    Change(modulator, 11, 5);
                modulator.Process(output.AsSpan(at, frames));
                at += frames;
            }
            return output;
        }
    }

    [Fact]
    public void Jumps_of_depth_and_rate_do_not_click()
    {
        const int rate = 48_000;
        float[] output = Tones.Sine(rate, 200.0 / rate, 0.5);
        PhaseModulator modulator = Modulator(rate, 0.5, 0.2);
        modulator.Process(output.AsSpan(0, 20_000));
        Change(modulator, 4, 2);
        modulator.Process(output.AsSpan(20_000));
        // Twice what the tone itself bends at this level.
        Assert.InRange(FrequencyShifterTests.SharpestBend(output.AsSpan(5_000)), 0, 2 * 0.5 * Math.Pow(Math.Tau * 200 / rate, 2));
    }

    private static void Change(PhaseModulator modulator, double hertz, double depth)
    {
        modulator.TurnAt(hertz);
        modulator.TurnBy(depth);
    }

    private static PhaseModulator Modulator(int rate, double hertz, double depth)
    {
        PhaseModulator modulator = new(rate);
        Change(modulator, hertz, depth);
        modulator.SnapToTargets();
        return modulator;
    }
}
