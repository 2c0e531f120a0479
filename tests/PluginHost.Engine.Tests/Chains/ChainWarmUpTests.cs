using PluginHost.Engine.Chains;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class ChainWarmUpTests
{
    [Fact]
    public void A_warmed_chain_sounds_bit_for_bit_like_effects_that_never_ran()
    {
        using GainEffect warmGain = new();
        using GainEffect coldGain = new();
        using DelayEffect warmDelay = new(37, 37, 0.7f);
        using DelayEffect coldDelay = new(37, 37, 0.7f);
        warmGain.Gain.Target = coldGain.Gain.Target = 1.5f;
        using ChainRig rig = new(warmGain, warmDelay);
        coldGain.Prepare(ChainRig.Options.Format);
        coldDelay.Prepare(ChainRig.Options.Format);

        warmGain.Gain.Target = coldGain.Gain.Target = 0.2f;
        float[] warm = rig.Feed(Signals.Noise, 2_048);
        float[] cold = [.. Enumerable.Range(0, warm.Length).Select(Signals.Noise)];
        for (int at = 0; at < cold.Length; at += 64)
        {
            ProcessContext block = new(new AudioBuffer(cold.AsSpan(at, 64), 1, 64, 64), new Transport(120, 0, at));
            coldGain.Process(block);
            coldDelay.Process(block);
        }
        Assert.Equal(cold, warm);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_effect_runs_bypassed_or_not_with_blocks_of_several_sizes_and_notes(bool isBypassed)
    {
        HashSet<int> sizes = [];
        int notes = 0;
        TestEffect effect = new((in ProcessContext context) =>
        {
            sizes.Add(context.Audio.Frames);
            notes += context.Notes.Length;
        });
        using Chain chain = new(ChainRig.Options, new Slot("test", effect) { IsBypassed = isBypassed });
        Assert.Superset(new HashSet<int> { 1, 17, 64 }, sizes);
        Assert.True(notes > 0);
    }

    [Fact]
    public void Warming_up_leaves_bypass_mix_timing_and_faults_as_they_were()
    {
        Slot[] slots = [new("a", new TestEffect()) { IsBypassed = true }, new("b", new TestEffect()) { Mix = 0.25f }];
        using Chain chain = new(ChainRig.Options, slots);
        Assert.Equal([true, false], slots.Select(slot => slot.IsBypassed));
        Assert.Equal([1, 0.25f], slots.Select(slot => slot.Mix));
        Assert.All(slots, slot => Assert.Equal((0L, 0.0, 0.0, 0L, FaultKind.None),
            (slot.Timing.Blocks, slot.Timing.MeanUs, slot.Timing.MaxUs, slot.Timing.AllocatedBytes, slot.Fault)));
    }

    [Fact]
    public void An_effect_that_fails_on_the_warm_up_goes_live_set_aside()
    {
        TestEffect effect = new((in ProcessContext context) => context.Audio[0].Fill(float.NaN));
        using ChainRig rig = new(effect);
        Assert.Equal(FaultKind.NotFinite, rig.Slot.Fault);
        int blocks = effect.Blocks;
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal(blocks, effect.Blocks);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 0);
    }
}
