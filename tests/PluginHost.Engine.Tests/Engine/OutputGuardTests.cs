using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class OutputGuardTests
{
    public static TheoryData<OutputGuardMode> Modes => [.. Enum.GetValues<OutputGuardMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_is_within_full_scale_passes_to_the_bit(OutputGuardMode mode)
    {
        float[] samples = Noise.Make(1_000, 1);
        samples[5] = 1;
        samples[6] = -1;
        float[] guarded = [.. samples];
        OutputGuard guard = new(mode, 48_000);
        guard.Process(new AudioBuffer(guarded, 2, 500, 500));
        Assert.Equal(samples, guarded);
        Assert.Equal((0L, 0L), (guard.Overs, guard.SilencedBlocks));
    }

    [Theory]
    [InlineData(OutputGuardMode.Count, new float[] { 0.5f, 2, -4, 1 })]
    [InlineData(OutputGuardMode.Clamp, new float[] { 0.5f, 1, -1, 1 })]
    public void Overs_are_counted_and_kept_or_cut(OutputGuardMode mode, float[] expected)
    {
        float[] samples = [0.5f, 2, -4, 1];
        OutputGuard guard = new(mode, 48_000);
        guard.Process(new AudioBuffer(samples, 1, 4, 4));
        Assert.Equal(expected, samples);
        Assert.Equal(2, guard.Overs);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_block_that_is_not_finite_becomes_silence_and_the_next_one_passes(OutputGuardMode mode)
    {
        OutputGuard guard = new(mode, 48_000);
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            float[] samples = [0.5f, bad, 0.5f, 0.5f];
            guard.Process(new AudioBuffer(samples, 2, 2, 2));
            Assert.Equal([0, 0, 0, 0], samples);
        }
        Assert.Equal(3, guard.SilencedBlocks);
        float[] good = [0.5f, 0.5f];
        guard.Process(new AudioBuffer(good, 1, 2, 2));
        Assert.Equal([0.5f, 0.5f], good);
    }

    [Fact]
    public void The_limiter_turns_all_channels_down_alike_and_nothing_is_cut()
    {
        OutputGuard guard = new(OutputGuardMode.Limit, 48_000);
        float[] samples = [4, 0.5f, 2, 0.25f];
        guard.Process(new AudioBuffer(samples, 2, 2, 2));
        Assert.Equal(1, samples[0]);
        Assert.Equal(0.5f, samples[2]);
        Assert.Equal(2, samples[1] / samples[3], 1e-6);
        Assert.Equal(2, guard.Overs);
    }

    [Fact]
    public void The_limiter_lets_go_within_a_hundred_milliseconds_and_then_leaves_samples_alone()
    {
        OutputGuard guard = new(OutputGuardMode.Limit, 48_000);
        Guarded(guard, 2, 1);
        // One time constant after the peak, the missing half has shrunk to half of 1 / e.
        Assert.Equal(1 - (0.5f / MathF.E), Guarded(guard, 1, 4_800)[^1], 1e-3f);
        Guarded(guard, 0.5f, 48_000 * 2);
        Assert.All(Guarded(guard, 0.9f, 10), sample => Assert.Equal(0.9f, sample));
    }

    private static float[] Guarded(OutputGuard guard, float level, int frames)
    {
        float[] samples = new float[frames];
        samples.AsSpan().Fill(level);
        guard.Process(new AudioBuffer(samples, 1, frames, frames));
        return samples;
    }
}
