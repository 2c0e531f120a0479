using PluginHost.Plugins.Listening;
using PluginHost.Plugins.Tests.Support;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

public sealed class EarTests
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(192_000)]
    public void Plucks_are_heard_once_each_and_within_ten_milliseconds(int rate)
    {
        float[] signal = new float[4 * rate];
        int[] struck = [.. Enumerable.Range(0, 15).Select(i => (int)((0.21 + (0.25 * i)) * rate))];
        foreach (int at in struck)
            Pluck(signal, at, rate, 196 * (1 + (at % 5)));
        List<int> heard = Heard(signal, rate);
        Assert.Equal(struck.Length, heard.Count);
        for (int i = 0; i < struck.Length; i++)
            Assert.InRange((heard[i] - struck[i]) * 1000.0 / rate, -10, 10);
    }

    [Fact]
    public void Soft_plucks_count_as_hard_ones_and_noise_far_below_does_not()
    {
        float[] signal = Signals.WhiteNoise(96_000, 3, level: 5e-4f);
        for (int i = 0; i < 6; i++)
            Pluck(signal, 4_800 + (15_000 * i), 48_000, 330, level: i % 2 == 0 ? 0.5f : 0.15f);
        Assert.Equal(6, Heard(signal, 48_000).Count);
    }

    [Fact]
    public void Steady_noise_and_a_held_tone_begin_once()
    {
        Assert.InRange(Heard(Signals.WhiteNoise(96_000, 1), 48_000).Count, 0, 1);
        Assert.InRange(Heard(Signals.Sine(96_000, 110), 48_000).Count, 0, 1);
    }

    [Fact]
    public void A_low_thump_and_a_high_tick_are_told_apart()
    {
        Assert.Equal(0b001, Bands(80) & 0b101);
        Assert.Equal(0b100, Bands(6_000) & 0b101);

        static int Bands(double hertz)
        {
            float[] signal = new float[24_000];
            for (int n = 0; n < 12_000; n++)
                signal[9_600 + n] = (float)(0.5 * Math.Sin(Math.Tau * hertz * n / 48_000) * Math.Exp(-n / 4_800.0) * Math.Min(1, n / 480.0));
            int all = 0;
            Listen(signal, 48_000, (_, bands) => all |= bands);
            return all;
        }
    }

    [Fact]
    public void Cutting_the_stream_changes_nothing()
    {
        float[] signal = new float[48_000];
        for (int i = 0; i < 5; i++)
            Pluck(signal, 3_000 + (9_000 * i), 48_000, 250);
        Assert.Equal(Heard(signal, 48_000), Heard(signal, 48_000, 7));
    }

    private static void Pluck(float[] signal, int at, int rate, double hertz, float level = 0.4f)
    {
        for (int n = 0; at + n < signal.Length && n < rate; n++)
        {
            for (int harmonic = 1; harmonic <= 6 && harmonic * hertz < 0.45 * rate; harmonic++)
                signal[at + n] += level / harmonic * (float)(Math.Sin(Math.Tau * harmonic * hertz * n / rate) * Math.Exp(-6.0 * harmonic * n / rate));
        }
    }

    // Strikes in several bands at once are one.
    private static List<int> Heard(float[] signal, int rate, int block = 480)
    {
        List<int> heard = [];
        Listen(signal, rate, (frame, _) =>
        {
            if (heard.Count == 0 || frame - heard[^1] > rate / 20)
                heard.Add(frame);
        }, block);
        return heard;
    }

    private static void Listen(float[] signal, int rate, Action<int, int> struck, int block = 480)
    {
        PlayerEar ear = new(rate);
        for (int at = 0, frames; at < signal.Length; at += frames)
        {
            frames = Math.Min(Math.Min(block, ear.FramesToHop), signal.Length - at);
            int bands = ear.Listen(signal.AsSpan(at, frames));
            if (bands != 0)
                struck(at + frames - ear.LagFrames, bands);
        }
    }
}
