using PluginHost.Engine.Chains;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class BypassTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(500)]
    public void A_bypassed_slot_is_its_input_delayed_by_the_same_latency(int latency)
    {
        using ChainRig rig = new(new DelayEffect(latency, latency, gain: 0.3f));
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Noise, 5_000);
        Signals.AssertIs(rig.Output, ChainRig.FadeFrames, Signals.Noise, latency);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(37, 64)]
    [InlineData(37, 1)]
    [InlineData(300, 17)]
    public void Toggling_bypass_of_a_mere_delay_cannot_be_heard(int latency, int block)
    {
        // The effect's memory is stale after each rest: only a reset and priming make this exact.
        using ChainRig rig = new(new DelayEffect(latency, latency));
        for (int i = 0; i < 8; i++)
        {
            rig.Slot.IsBypassed = i % 2 == 1;
            rig.Feed(Signals.Noise, 1_111, block);
        }
        Signals.AssertIs(rig.Output, 0, Signals.Noise, latency);
    }

    [Fact]
    public void Toggling_bypass_fades_without_a_click_and_arrives()
    {
        using ChainRig rig = new(new DelayEffect(20, 20, gain: -1));
        foreach (int frames in new[] { 2_000, 1_000, 100, 200, 1_500 })
        {
            rig.Slot.IsBypassed = !rig.Slot.IsBypassed;
            rig.Feed(Signals.Sine, frames);
        }
        Signals.AssertNoClick(rig.Output, Signals.SineStep + (1.001f / ChainRig.FadeFrames));
        Signals.AssertIs([.. rig.Output.Take(2_000)], 1_000, Signals.Sine, 20);
        Signals.AssertIs([.. rig.Output.Take(3_000)], 2_700, Signals.Sine, 20, gain: -1);
        Signals.AssertIs(rig.Output, 4_000, Signals.Sine, 20);
    }

    [Fact]
    public void A_bypassed_effect_rests_and_starts_again_from_a_reset()
    {
        TestEffect effect = new();
        using ChainRig rig = new(effect);
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Noise, 1_024);
        (int blocks, int resets) = (effect.Blocks, effect.WasReset);
        rig.Feed(Signals.Noise, 1_024);
        Assert.Equal((blocks, resets), (effect.Blocks, effect.WasReset));
        rig.Slot.IsBypassed = false;
        rig.Feed(Signals.Noise, 64);
        Assert.Equal((blocks + 1, resets + 1), (effect.Blocks, effect.WasReset));
    }

    [Fact]
    public void The_latency_stays_the_same_while_bypassed()
    {
        using ChainRig rig = new(new DelayEffect(37, 37));
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Noise, 1_024);
        Assert.Equal(37, rig.Chain.LatencyFrames);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5f, 0)]
    [InlineData(0.25f, 0.5f)]
    [InlineData(1, -1)]
    public void Mix_weighs_the_output_against_the_aligned_input(float mix, float sum)
    {
        using ChainRig rig = new(new DelayEffect(20, 20, gain: -1));
        rig.Slot.Mix = mix;
        rig.Feed(Signals.Sine, 2_000);
        Signals.AssertNoClick(rig.Output, Signals.SineStep + (1.001f / ChainRig.FadeFrames));
        for (int i = ChainRig.FadeFrames + 64; i < 2_000; i++)
            Assert.Equal(Signals.Sine(i - 20) * sum, rig.Output[i], 1e-7f);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_mix_outside_its_range_is_refused(float mix)
    {
        using Slot slot = new("a", new TestEffect());
        Assert.Contains($"mix is {mix}", Assert.Throws<ArgumentOutOfRangeException>(() => slot.Mix = mix).Message, StringComparison.Ordinal);
    }
}
