using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public sealed class StuckSlotTests : IDisposable
{
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private volatile bool _isInside;

    [Theory]
    [InlineData(DriverMode.Ring)]
    [InlineData(DriverMode.Shielded)]
    public void A_slot_that_does_not_return_is_reported_and_its_engine_replaced_while_the_device_plays_on(DriverMode mode)
    {
        using DriverRig rig = new(new DriverOptions { Mode = mode }, null, new TestEffect(), new TestEffect(Wait));
        DriverEvent stuck = GetStuck(rig);
        Assert.Equal("slot 2 (slot-2) does not return from a block", stuck.Describe());
        Assert.Equal((1, rig.Engine.Chain), (stuck.Slot, stuck.Chain));
        Assert.True(rig.Driver.CanReplaceEngine);

        using AudioEngine engine = new(DriverRig.EngineOptions, DriverRig.NewChain(new TestEffect()));
        rig.Driver.ReplaceEngine(engine);
        rig.Run(400);

        Assert.Equal(DriverState.Running, rig.Driver.State);
        Assert.True(engine.FramePosition > 100 * 64);
        AssertEndsWithTheSignal(rig);
        Assert.DoesNotContain(rig.TakeEvents(), told => told.Kind == DriverEventKind.EngineReleased);
    }

    [Theory]
    [InlineData(DriverMode.Ring)]
    [InlineData(DriverMode.Shielded)]
    public void Should_the_stuck_slot_return_it_disturbs_nothing_and_its_engine_is_set_free(DriverMode mode)
    {
        using DriverRig rig = new(new DriverOptions { Mode = mode }, null, new TestEffect(Wait));
        GetStuck(rig);
        using AudioEngine engine = new(DriverRig.EngineOptions, DriverRig.NewChain());
        rig.Driver.ReplaceEngine(engine);
        rig.Run(100);
        long before = rig.Engine.FramePosition;

        _gate.Set();
        DriverRig.Await(() => !_isInside, "the effect returned");
        rig.Run(400);

        Assert.Equal(before, rig.Engine.FramePosition);
        AssertEndsWithTheSignal(rig);
        DriverEvent released = default!;
        DriverRig.Await(() =>
        {
            rig.Driver.Poll();
            return rig.Driver.TryTakeEvent(out released);
        }, "the old engine is free");
        Assert.Equal((DriverEventKind.EngineReleased, rig.Engine), (released.Kind, released.Engine));
    }

    [Fact]
    public void A_slot_that_returns_by_itself_is_reported_too_and_the_music_goes_on()
    {
        using DriverRig rig = new(new DriverOptions { Mode = DriverMode.Ring }, null, new TestEffect(Wait));
        GetStuck(rig);

        _gate.Set();
        DriverRig.Await(() => !_isInside, "the effect returned");
        rig.Run(600);

        Assert.Equal(DriverEventKind.SlotReturned, Assert.Single(rig.TakeEvents()).Kind);
        AssertEndsWithTheSignal(rig);
    }

    [Fact]
    public void A_driver_that_is_stopped_with_a_stuck_slot_says_that_the_engine_is_still_held()
    {
        using DriverRig rig = new(new DriverOptions { Mode = DriverMode.Ring }, null, new TestEffect(Wait));
        GetStuck(rig);

        rig.Driver.Stop();
        Assert.True(rig.Driver.IsEngineHeld);
        Assert.Throws<InvalidOperationException>(rig.Driver.Start);

        _gate.Set();
        DriverRig.Await(() => !rig.Driver.IsEngineHeld, "the thread ended");
        rig.Driver.Start();
        rig.Run(200);
        AssertEndsWithTheSignal(rig);
    }

    [Fact]
    public void In_direct_mode_a_stuck_slot_can_only_be_reported()
    {
        using DriverRig rig = new(new DriverOptions { Mode = DriverMode.Direct }, new VirtualOptions { Clock = VirtualClock.Freewheel },
            new TestEffect(Wait));
        _gate.Reset();
        FakeTime time = new();
        using AudioDriver driver = new(rig.Backend, new DriverOptions { Mode = DriverMode.Direct }, rig.Engine, PortableAudioThread.Instance, time);
        driver.Start();
        DriverRig.Await(() => _isInside, "the effect is entered");

        for (int look = 0; look < 40; look++)
        {
            time.Seconds += 0.04;
            driver.Poll();
        }

        Assert.True(driver.TryTakeEvent(out DriverEvent told));
        Assert.Equal((DriverEventKind.SlotStuck, 0), (told.Kind, told.Slot));
        Assert.Equal(DriverState.Running, driver.State);
        Assert.False(driver.CanReplaceEngine);
        using AudioEngine engine = new(DriverRig.EngineOptions, DriverRig.NewChain());
        Assert.Throws<InvalidOperationException>(() => driver.ReplaceEngine(engine));
        _gate.Set();
    }

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    public void An_engine_that_is_not_stuck_is_replaced_between_two_blocks_and_free_at_once(DriverMode mode)
    {
        using DriverRig rig = new(new DriverOptions { Mode = mode });
        rig.Driver.Start();
        rig.Run(100);
        using AudioEngine engine = new(DriverRig.EngineOptions, DriverRig.NewChain());

        rig.Driver.ReplaceEngine(engine);
        rig.Run(100);

        DriverEvent told = Assert.Single(rig.TakeEvents());
        Assert.Equal((DriverEventKind.EngineReleased, rig.Engine), (told.Kind, told.Engine));
        AssertEndsWithTheSignal(rig);
    }

    [Fact]
    public void An_engine_of_another_format_is_refused()
    {
        using DriverRig rig = new(new DriverOptions());
        EngineOptions other = new(new AudioFormat(44_100, 2, 256));
        using AudioEngine engine = new(other, new Chain(other));

        ArgumentException refused = Assert.Throws<ArgumentException>(() => rig.Driver.ReplaceEngine(engine));

        Assert.Contains("44100", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _gate.Set();
        _gate.Dispose();
    }

    private void Wait(in ProcessContext context)
    {
        if (_gate.IsSet)
            return;
        _isInside = true;
        _gate.Wait();
        _isInside = false;
    }

    /// <summary>Lets the effect get stuck, and the device go on for more than a second of its time.</summary>
    private DriverEvent GetStuck(DriverRig rig)
    {
        rig.Driver.Start();
        rig.Run(100);
        _gate.Reset();
        // The block before may be the one that gets stuck.
        rig.Backend.Step(1, waits: false);
        DriverRig.Await(() => _isInside, "the effect is entered");
        for (int look = 0; look < 40; look++)
        {
            rig.Backend.Step(30, waits: false);
            rig.Driver.Poll();
        }
        return Assert.Single(rig.TakeEvents());
    }

    private static void AssertEndsWithTheSignal(DriverRig rig)
    {
        int latency = rig.Driver.ReportedLatencyFrames;
        float[] output = rig.Sink.Channel(0);
        for (int frame = output.Length - 5000; frame < output.Length; frame++)
            Assert.True(output[frame] == DriverRig.Signal(frame - latency, 0), $"frame {frame} of {output.Length}");
    }

    private sealed class FakeTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)(Seconds * 1e9);
    }
}
