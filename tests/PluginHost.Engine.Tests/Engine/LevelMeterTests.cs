using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class LevelMeterTests
{
    [Fact]
    public void The_peak_is_the_largest_since_the_last_look()
    {
        LevelMeter meter = new(48_000);
        Measure(meter, 0.1f, -0.5f);
        Measure(meter, 0.2f, 0.1f);
        Assert.Equal(-6.0206f, meter.TakePeakDb(), 1e-3f);
        Assert.Equal(Decibels.Silence, meter.TakePeakDb());
    }

    [Fact]
    public void A_full_scale_square_wave_settles_at_zero_decibels_and_is_called_clipped()
    {
        LevelMeter meter = new(48_000);
        float[] block = [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1f : -1f)];
        for (int i = 0; i < 3_000; i++)
            Measure(meter, block);
        Assert.Equal(0, meter.RmsDb, 1e-3f);
        Assert.Equal(3_000, meter.ClippedBlocks);
    }

    [Fact]
    public void It_forgets_with_a_time_constant_of_300_ms()
    {
        LevelMeter meter = new(48_000);
        for (int i = 0; i < 10_000; i++)
            Measure(meter, new float[64].Select(_ => 1f).ToArray());
        for (int i = 0; i < 225; i++)
            Measure(meter, new float[64]);
        Assert.Equal(10 * Math.Log10(Math.Exp(-1)), meter.RmsDb, 0.05);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void A_bad_block_does_not_spoil_the_meter_for_ever(float bad)
    {
        LevelMeter meter = new(48_000);
        Measure(meter, bad, 0.5f);
        float[] block = [.. Enumerable.Repeat(0.5f, 64)];
        for (int i = 0; i < 30_000; i++)
            Measure(meter, block);
        Assert.Equal(-6.0206f, meter.RmsDb, 1e-2f);
    }

    private static void Measure(LevelMeter meter, params float[] samples) =>
        meter.Process(new AudioBuffer(samples, 1, samples.Length, samples.Length));
}
