using PluginHost.Engine.Chains;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class ChainSwapTests
{
    private static readonly int FadeFrames = EngineRig.Offline.Format.FramesFromMs(EngineRig.Offline.FadeMs);

    private static Chain Delay(int latency, float gain = 1) => EngineRig.ChainOf(EngineRig.Offline, new DelayEffect(latency, latency, gain));

    [Fact]
    public void Swapping_for_a_chain_that_sounds_the_same_cannot_be_heard()
    {
        using EngineRig rig = new(EngineRig.Offline, new DelayEffect(37, 37));
        rig.Feed(Signals.Noise, 1_000);
        rig.Engine.Submit(Delay(37));
        rig.Feed(Signals.Noise, 1_000);
        Assert.True(rig.Engine.IsSettled);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 37);
    }

    [Fact]
    public void The_old_chain_fades_into_the_new_one_in_a_straight_line()
    {
        using EngineRig rig = new(EngineRig.Offline, new DelayEffect(0, 0, 0.25f));
        rig.Feed(_ => 1, 64);
        rig.Engine.Submit(Delay(0, 0.75f));
        float[] fade = rig.Feed(_ => 1, FadeFrames);
        for (int i = 0; i < FadeFrames; i++)
            Assert.Equal(0.25f + (0.5f * (i + 1) / FadeFrames), fade[i], 1e-6f);
        Assert.All(rig.Feed(_ => 1, 1_000), sample => Assert.Equal(0.75f, sample));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(300)]
    public void A_chain_with_latency_is_filled_before_it_is_heard(int latency)
    {
        using EngineRig rig = new(EngineRig.Offline);
        rig.Feed(_ => 1, 64);
        rig.Engine.Submit(Delay(latency));
        Assert.All(rig.Feed(_ => 1, 2_000), sample => Assert.Equal(1, sample));
        Assert.Equal(latency, rig.Engine.Chain.LatencyFrames);
    }

    [Fact]
    public void The_old_chain_is_handed_back_once_and_only_when_the_fade_is_over()
    {
        using EngineRig rig = new(EngineRig.Offline);
        Chain first = rig.Engine.Chain;
        using Chain second = Delay(0);
        Assert.Null(rig.Engine.Submit(second));
        Assert.False(rig.Engine.IsSettled);
        rig.Feed(Signals.Noise, FadeFrames - 64);
        Assert.False(rig.Engine.TryTakeRetired(out _));
        Assert.Same(first, rig.Engine.Chain);
        rig.Feed(Signals.Noise, 64);
        Assert.Same(second, rig.Engine.Chain);
        Assert.True(rig.Engine.TryTakeRetired(out Chain retired));
        Assert.Same(first, retired);
        Assert.False(rig.Engine.TryTakeRetired(out _));
        first.Dispose();
    }

    [Fact]
    public void A_chain_still_waiting_is_replaced_and_given_back()
    {
        using EngineRig rig = new(EngineRig.Offline);
        using Chain second = Delay(0);
        using Chain third = Delay(0);
        using Chain fourth = Delay(0);
        rig.Engine.Submit(second);
        rig.Feed(Signals.Noise, 64);
        Assert.Null(rig.Engine.Submit(third));
        Assert.Same(third, rig.Engine.Submit(fourth));
        rig.Feed(Signals.Noise, 2_000);
        Assert.Same(fourth, rig.Engine.Chain);
    }

    [Fact]
    public void When_nobody_takes_the_old_ones_new_ones_wait_and_none_is_lost()
    {
        EngineOptions quick = EngineRig.Offline with { FadeMs = 0 };
        TestEffect[] effects = [.. Enumerable.Range(0, 100).Select(_ => new TestEffect())];
        EngineRig rig = new(quick, effects[0]);
        foreach (TestEffect effect in effects.Skip(1))
        {
            rig.Engine.Submit(EngineRig.ChainOf(quick, effect))?.Dispose();
            rig.Feed(Signals.Noise, 128);
        }
        Assert.False(rig.Engine.IsSettled);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 0);
        rig.Dispose();
        Assert.All(effects, effect => Assert.Equal(1, effect.Disposed));
    }

    [Fact]
    public void Faults_of_the_chain_that_fades_in_are_raised_too()
    {
        TestEffect sick = new();
        using EngineRig rig = new(EngineRig.Offline);
        rig.Engine.Submit(EngineRig.ChainOf(EngineRig.Offline, sick));
        sick.OnBlock = (in Sdk.ProcessContext context) => context.Audio[0].Fill(float.NaN);
        rig.Feed(Signals.Noise, 64);
        Assert.True(rig.Engine.Faults.TryRead(out SlotFault fault));
        Assert.Equal(FaultKind.NotFinite, fault.Kind);
        rig.Feed(Signals.Noise, 2_000);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 0);
    }

    /// <summary>A stress: the moment at which a chain could be in nobody's hands is short, and met about every other time.</summary>
    [Fact]
    public void An_engine_that_says_it_is_settled_plays_the_chain_handed_in_last()
    {
        EngineOptions quick = EngineRig.Offline with { FadeMs = 0 };
        using EngineRig rig = new(quick);
        Chain[] chains = [EngineRig.ChainOf(quick), EngineRig.ChainOf(quick)];
        bool stops = false;
        Thread audio = new(() =>
        {
            float[] block = new float[1];
            while (!Volatile.Read(ref stops))
                rig.Engine.Process(block, 1, block, 1, 1);
        });
        audio.Start();
        try
        {
            // On a busy machine each hand-over takes a slice of the scheduler's: as many as fit into the time.
            long end = Environment.TickCount64 + 2_000;
            for (int i = 0; i < 20_000 && Environment.TickCount64 < end; i++)
            {
                rig.Engine.Submit(chains[i % 2]);
                SpinWait wait = default;
                while (!rig.Engine.IsSettled)
                    wait.SpinOnce();
                Assert.Same(chains[i % 2], rig.Engine.Chain);
                rig.Engine.TryTakeRetired(out _);
            }
        }
        finally
        {
            Volatile.Write(ref stops, true);
            audio.Join();
        }
    }
}
