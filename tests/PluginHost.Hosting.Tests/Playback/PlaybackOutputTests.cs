using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Playback;

public class PlaybackOutputTests
{
    private static readonly AudioFormat Format = new(48_000, 2, 64);

    [Fact]
    public void At_0_dB_below_the_ceiling_it_only_delays()
    {
        PlaybackOutput output = new(Format, 0, 0);
        float[] noise = Tone.Noise(64 * 200, level: 0.4f);
        float[] heard = Run(output, noise);
        Assert.InRange(output.LatencyFrames, 1, 480);
        Assert.Equal(noise[..^output.LatencyFrames], heard[output.LatencyFrames..]);
        Assert.Equal((0L, 0f), (output.Reductions, output.TakeReductionDb()));
    }

    [Fact]
    public void Without_a_limiter_it_does_not_even_delay()
    {
        float[] noise = Tone.Noise(64 * 20, level: 2);
        Assert.Equal(noise, Run(new PlaybackOutput(Format), noise));
    }

    [Fact]
    public void What_is_turned_up_too_far_is_limited_and_told()
    {
        PlaybackOutput output = new(Format, 12, -1);
        float[] heard = Run(output, Tone.Noise(64 * 500, level: 0.9f));
        Assert.InRange(heard.Max(MathF.Abs), 0.5f, 0.8913f);
        Assert.InRange(output.TakeReductionDb(), -20, -10);
        Assert.True(output.ReducedFrames > 64 * 400);
    }

    [Fact]
    public void A_change_of_volume_is_a_glide_that_ends_exactly()
    {
        PlaybackOutput output = new(Format);
        float[] steady = [.. Enumerable.Repeat(0.5f, 64 * 200)];
        Run(output, steady);
        output.GainDb = -20;
        float[] heard = Run(output, steady);
        for (int n = 1; n < heard.Length; n++)
            Assert.InRange(heard[n - 1] - heard[n], 0, 0.002f);
        Assert.Equal(0.05f, heard[^1], 1e-6f);
        output.GainDb = 0;
        Assert.Equal(0.5f, Run(output, steady)[^1]);
        output.GainDb = 1000;
        Assert.Equal(PlaybackOutput.MaxGainDb, output.GainDb);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-21)]
    [InlineData(double.NaN)]
    public void A_ceiling_out_of_range_is_refused(double ceiling) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaybackOutput(Format, 0, ceiling));

    /// <summary>Runs one channel's samples, the other being silent.</summary>
    private static float[] Run(PlaybackOutput output, float[] left)
    {
        float[] heard = new float[left.Length];
        float[] block = new float[128];
        for (int at = 0; at < left.Length; at += 64)
        {
            left.AsSpan(at, 64).CopyTo(block);
            output.Process(new AudioBuffer(block, 2, 64, 64));
            block.AsSpan(0, 64).CopyTo(heard.AsSpan(at));
        }
        return heard;
    }
}
