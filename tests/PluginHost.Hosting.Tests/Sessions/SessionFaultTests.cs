using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Sessions;
using PluginHost.Hosting.Tests.Plugins;

namespace PluginHost.Hosting.Tests.Sessions;

/// <summary>What plugins do wrong while a session plays them: one notice, and the stream goes on.</summary>
public sealed class SessionFaultTests
{
    private const string Good = "fixture-good";

    [Theory]
    [InlineData("fixture-throws-in-process", "it threw InvalidOperationException: no processing today")]
    [InlineData("fixture-nan", "it gave a sample that is infinite or not a number")]
    [InlineData("fixture-runaway", "its level ran away")]
    public void A_slot_that_fails_is_told_once_the_music_goes_on_and_rearm_brings_it_back(string effect, string reason)
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, [Good, effect], DriverMode.Ring);
        string notice = $"slot 2 ({effect}) set aside: {reason}; 'rearm 2' tries again";
        rig.Run(50);
        Assert.Empty(rig.Told);

        rig.Set(1, "trigger", 1);
        RunOn(rig, 100);
        Assert.Equal([notice], rig.Told);
        // The constant of the device, doubled by the good slot, past the one set aside.
        Assert.Equal(0.5f, rig.Ear.Last);

        rig.Set(1, "trigger", 0);
        rig.Slot(1).Rearm();
        RunOn(rig, 50);
        Assert.Equal(FaultKind.None, rig.Slot(1).Fault);
        rig.Set(1, "trigger", 1);
        RunOn(rig, 50);
        Assert.Equal([notice, notice], rig.Told);
        Assert.Equal([$"slot 2 ({effect}) set aside: {reason}", $"slot 2 ({effect}) set aside: {reason}"], rig.Session.Faults);
    }

    [Fact]
    public void A_slot_that_keeps_missing_its_deadline_is_told_once_and_set_aside()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, ["fixture-sleeps"], DriverMode.Ring, SessionRig.Offline with { IsRealTime = true });
        const string Notice = "slot 1 (fixture-sleeps) set aside: it kept missing the block's deadline; 'rearm 1' tries again";

        rig.Set(0, "sleep-ms", 5);
        rig.RunUntil(() => rig.Told.Contains(Notice), "the fault");
        RunOn(rig, 100);
        Assert.Equal([Notice], rig.Told);
        Assert.Equal(0.25f, rig.Ear.Last);

        rig.Slot(0).Rearm();
        rig.RunUntil(() => rig.Told.Count == 2, "the second fault");
        Assert.Equal([Notice, Notice], rig.Told);
    }

    [Fact]
    public void A_slot_that_allocates_is_counted_and_no_other()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, [Good, "fixture-allocates", Good], DriverMode.Ring);
        rig.Run(100);

        Assert.True(rig.Slot(1).Timing.AllocatedBytes >= 90 * 1024, $"{rig.Slot(1).Timing.AllocatedBytes} bytes");
        Assert.Equal((0L, 0L), (rig.Slot(0).Timing.AllocatedBytes, rig.Slot(2).Timing.AllocatedBytes));
        Assert.Empty(rig.Told);
    }

    [Theory]
    [InlineData(DriverMode.Ring)]
    [InlineData(DriverMode.Shielded)]
    public void A_slot_that_never_returns_is_taken_out_with_its_engine_and_the_music_goes_on(DriverMode mode)
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, [Good, "fixture-hangs"], mode);
        rig.Set(0, "gain", 3);
        rig.Run(50);
        AudioEngine stuck = rig.Session.Engine;
        EffectInstance hung = rig.Leases[1];

        rig.Set(1, "trigger", 1);
        rig.RunUntil(() => rig.Session.Engine != stuck, "another engine", waits: false);
        Assert.Equal(["slot 2 (fixture-hangs) set aside: it did not return from a block; it was taken out of the chain"], rig.Told);
        Assert.Equal([Good], rig.Session.Engine.Chain.Slots.Select(slot => slot.Id));
        long frames = rig.Session.Engine.FramePosition;
        rig.RunUntil(() => rig.Session.Engine.FramePosition >= frames + (50 * SessionRig.BlockFrames), "blocks flow", waits: false);
        rig.RunUntil(() => rig.Ear.Last == 0.75f, "the good slot is heard, its gain kept", waits: false);

        // The thread that hung ends, and with it the old engine: its effects are disposed.
        hung.Effect.GetType().GetMethod("Release")!.Invoke(null, null);
        rig.RunUntil(() => IsDisposed(hung), "the old engine was disposed", waits: false);
        Assert.Single(rig.Told);
    }

    [Theory]
    [InlineData("fixture-throws-in-constructor", "slot 2 (fixture-throws-in-constructor): ", "no constructor today")]
    [InlineData("fixture-throws-in-prepare", "slot 2 (fixture-throws-in-prepare): ", "no preparation today")]
    public void An_effect_that_cannot_be_set_up_is_refused_and_what_is_heard_stays(string effect, string place, string reason)
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, [Good]);
        rig.Run(20);
        Chain playing = rig.Session.Engine.Chain;

        PresetException refused = Assert.Throws<PresetException>(() => rig.Session.Swap(() => rig.Build(Good, effect)));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        RunOn(rig, 50);
        Assert.Same(playing, rig.Session.Engine.Chain);
        Assert.Equal(0.5f, rig.Ear.Last);
    }

    [Fact]
    public void A_slot_that_fails_while_its_chain_is_warmed_up_is_told_too()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using SessionRig rig = new(sandbox, [Good]);
        rig.Session.Swap(() => rig.Builder.Build(Preset.OfEffects(Good, "fixture-throws-in-process"), rig.Options,
            ParameterOverride.Parse("2.trigger=on")));
        RunOn(rig, 50);

        Assert.Equal(["slot 2 (fixture-throws-in-process) set aside before its first block: Exception; 'rearm 2' tries again"], rig.Told);
        Assert.Equal(0.5f, rig.Ear.Last);
    }

    [Fact]
    public void A_chain_that_is_never_ready_is_given_up_and_disposed_should_it_come_after_all()
    {
        using ManualResetEventSlim gate = new();
        LateEffect effect = new(gate);
        ChainException late = Assert.Throws<ChainException>(() =>
            TimedBuild.Run(() => new Chain(SessionRig.Offline, new Slot("late", effect)), TimeSpan.FromMilliseconds(20)));
        Assert.Contains("does not return from its constructor, Prepare or first block", late.Message, StringComparison.Ordinal);

        gate.Set();
        Assert.True(effect.Disposed.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    private static void RunOn(SessionRig rig, int blocks)
    {
        long before = rig.Session.Engine.FramePosition;
        rig.Run(blocks);
        // Our thread may be a block behind the device.
        Assert.InRange(rig.Session.Engine.FramePosition - before, (blocks - 2) * SessionRig.BlockFrames, (blocks + 2) * SessionRig.BlockFrames);
        Assert.Equal(0, rig.Session.Engine.InternalErrors);
    }

    private static bool IsDisposed(EffectInstance lease)
    {
        try
        {
            return lease.Effect is null;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private sealed class LateEffect(ManualResetEventSlim gate) : Sdk.AudioEffect
    {
        public ManualResetEventSlim Disposed { get; } = new();

        public override void Process(in Sdk.ProcessContext context)
        {
        }

        protected override void OnPrepare() => gate.Wait();

        protected override void OnDispose() => Disposed.Set();
    }
}
