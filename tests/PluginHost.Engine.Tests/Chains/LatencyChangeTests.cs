using PluginHost.Engine.Chains;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class LatencyChangeTests
{
    [Theory]
    [InlineData(10, 50)]
    [InlineData(50, 10)]
    [InlineData(64, 0)]
    [InlineData(0, 64)]
    public void The_dry_signal_follows_a_latency_that_changes_while_running(int before, int after)
    {
        DelayEffect effect = new(before, 64);
        using ChainRig rig = new(effect);
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal(before, rig.Chain.LatencyFrames);
        effect.Latency = after;
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal(after, rig.Chain.LatencyFrames);
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Noise, 1_000);
        Signals.AssertIs(rig.Output, 1_100, Signals.Noise, after);
    }

    [Fact]
    public void The_dry_signal_slides_over_without_a_click()
    {
        // The effect itself is silent, so half of the dry signal is all there is to hear.
        TestEffect effect = Silent(latency: 0, maxLatency: 100);
        using ChainRig rig = new(effect);
        rig.Slot.Mix = 0.5f;
        rig.Feed(Signals.Sine, 1_000);
        foreach (int latency in new[] { 100, 30, 0, 77 })
        {
            effect.Latency = latency;
            rig.Feed(Signals.Sine, 300);
        }
        rig.Feed(Signals.Sine, 2_000);
        Signals.AssertNoClick([.. rig.Output.Skip(600)], 0.5f * (Signals.SineStep + (1f / ChainRig.FadeFrames)));
        Signals.AssertIs(rig.Output, 3_500, Signals.Sine, 77, gain: 0.5f);
    }

    [Fact]
    public void A_change_in_the_last_moment_of_a_fade_to_bypass_does_not_click()
    {
        TestEffect effect = Silent(latency: 100, maxLatency: 100);
        using ChainRig rig = new(effect);
        rig.Feed(Signals.Sine, 1_024);
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Sine, ChainRig.FadeFrames - 32);
        effect.Latency = 0;
        rig.Feed(Signals.Sine, 2_000);
        Signals.AssertNoClick([.. rig.Output.Skip(1_024)], Signals.SineStep + (1.2f / ChainRig.FadeFrames));
        Signals.AssertIs(rig.Output, 2_500, Signals.Sine, 0);
    }

    [Fact]
    public void A_fault_in_the_middle_of_a_change_does_not_click()
    {
        TestEffect effect = Silent(latency: 0, maxLatency: 100);
        using ChainRig rig = new(effect);
        rig.Slot.Mix = 0.5f;
        rig.Feed(Signals.Sine, 1_024);
        effect.Latency = 100;
        rig.Feed(Signals.Sine, 128);
        effect.OnBlock = (in ProcessContext _) => throw new InvalidOperationException("test");
        rig.Feed(Signals.Sine, 1_500);
        Signals.AssertNoClick([.. rig.Output.Skip(600)], Signals.SineStep + (1.2f / ChainRig.FadeFrames));
        Signals.AssertIs(rig.Output, 2_000, Signals.Sine, 100);
    }

    [Fact]
    public void A_latency_beyond_what_was_declared_is_held_there()
    {
        TestEffect effect = Silent(latency: 8, maxLatency: null);
        using ChainRig rig = new(effect);
        effect.Latency = 5_000;
        rig.Feed(Signals.Noise, 1_000);
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal(8, rig.Chain.LatencyFrames);
        Signals.AssertIs(rig.Output, 1_500, Signals.Noise, 8);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(5, 4)]
    public void A_latency_that_makes_no_sense_is_refused_with_slot_and_value(int latency, int maxLatency)
    {
        ChainException refused = Assert.Throws<ChainException>(() => new ChainRig(Silent(latency, maxLatency)));
        Assert.Contains("slot 1 (slot-1)", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"LatencyFrames is {latency}", refused.Message, StringComparison.Ordinal);
    }

    private static TestEffect Silent(int latency, int? maxLatency) =>
        new((in ProcessContext context) => context.Audio.Clear()) { Latency = latency, MaxLatency = maxLatency };
}
