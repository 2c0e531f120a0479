using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

/// <summary>The faults are certain to happen; a busy machine may add some of its own, so the counts are bounded from below.</summary>
public sealed class XrunTests : IDisposable
{
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private volatile bool _isInside;

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    [InlineData(DriverMode.Shielded)]
    public void Late_callbacks_are_the_schedulers(DriverMode mode)
    {
        VirtualFaults late = new() { LateEveryBlocks = 50, LateMs = 30 };
        using DriverRig rig = new(new DriverOptions { Mode = mode, ShieldMs = 3 }, new VirtualOptions { Faults = late });
        rig.Driver.Start();

        rig.Run(500);

        Assert.True(rig.Engine.Observer.XrunsBy(XrunCause.Scheduler) >= 9);
        Assert.Equal((0L, 0L), (rig.Engine.Observer.XrunsBy(XrunCause.Device), rig.Engine.Observer.XrunsBy(XrunCause.Slot)));
        Assert.Equal(0, rig.Engine.Observer.LostBlocks);
    }

    [Fact]
    public void Jitter_is_the_schedulers()
    {
        VirtualOptions device = new() { Clock = VirtualClock.RealTime, EndFrame = 64 * 40, Faults = new VirtualFaults { JitterMs = 20 } };
        using VirtualBackend backend = new(device);
        using AudioEngine engine = new(DriverRig.EngineOptions, DriverRig.NewChain());
        using AudioDriver driver = new(backend, new DriverOptions { Mode = DriverMode.Direct }, engine, PortableAudioThread.Instance);
        driver.Start();

        Assert.True(backend.WaitForEnd(TimeSpan.FromSeconds(30)));

        Assert.True(engine.Observer.XrunsBy(XrunCause.Scheduler) >= 5);
        Assert.Equal(0, engine.Observer.XrunsBy(XrunCause.Device));
    }

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    [InlineData(DriverMode.Shielded)]
    public void What_a_device_says_is_the_devices(DriverMode mode)
    {
        VirtualFaults flags = new() { FlagsEveryBlocks = 100, Flags = StreamFlags.OutputUnderflow };
        using DriverRig rig = new(new DriverOptions { Mode = mode }, new VirtualOptions { Faults = flags });
        rig.Driver.Start();

        rig.Run(1050);
        rig.Driver.Stop();

        Assert.InRange(rig.Engine.Observer.LostBlocks, 9, 10);
        Assert.True(rig.Engine.Observer.XrunsBy(XrunCause.Device) >= 5);
        while (rig.Engine.Observer.Xruns.TryRead(out Xrun xrun))
            Assert.True(!xrun.IsLost || xrun.Flags == StreamFlags.OutputUnderflow);
    }

    [Fact]
    public void A_ring_that_is_too_small_for_a_blocks_size_is_the_rings()
    {
        VirtualFaults sizes = new() { BlockSizes = [.. Enumerable.Repeat(64, 100), 256] };
        using DriverRig rig = new(new DriverOptions { BlockFrames = 64 }, new VirtualOptions { Faults = sizes });
        rig.Driver.Start();

        rig.Run(500);

        Assert.Equal(1, rig.Engine.Observer.LostBlocks);
        Assert.Equal(1, rig.Driver.Counters.Realigned);
        while (rig.Engine.Observer.Xruns.TryRead(out Xrun xrun))
            Assert.True(!xrun.IsLost || xrun is { Cause: XrunCause.Ring or XrunCause.Scheduler, Flags: StreamFlags.RingEmpty });
    }

    [Fact]
    public void A_slot_that_holds_the_ring_up_is_named_and_afterwards_the_latency_is_as_before()
    {
        using DriverRig rig = new(new DriverOptions { RingBlocks = 2 }, null, new TestEffect(), new TestEffect(Wait));
        rig.Driver.Start();
        rig.Run(100);
        int latency = rig.Driver.ReportedLatencyFrames;

        for (int i = 0; i < 5; i++)
            HoldUp(rig, blocks: 7 + (3 * i));
        rig.Run(100);

        Assert.True(rig.Engine.Observer.XrunsBy(XrunCause.Slot) >= 5);
        Assert.True(rig.Driver.Counters.RingEmpty >= 5 * 4);
        Assert.True(rig.Driver.Counters.DiscardedFrames >= 5 * 64);
        Assert.Equal(latency, rig.Driver.ReportedLatencyFrames);
        float[] output = rig.Sink.Channel(1);
        for (int frame = output.Length - (80 * 64); frame < output.Length; frame++)
            Assert.True(output[frame] == DriverRig.Signal(frame - latency, 1), $"frame {frame}");
    }

    [Fact]
    public void Input_that_finds_no_room_is_counted_and_afterwards_the_latency_is_as_before()
    {
        using DriverRig rig = new(new DriverOptions(), null, new TestEffect(Wait));
        rig.Driver.Start();
        rig.Run(100);

        HoldUp(rig, blocks: 400);
        rig.Run(100);

        Assert.True(rig.Driver.Counters.RingFull > 100);
        float[] output = rig.Sink.Channel(0);
        for (int frame = output.Length - (80 * 64); frame < output.Length; frame++)
            Assert.True(output[frame] == DriverRig.Signal(frame - rig.Driver.ReportedLatencyFrames, 0), $"frame {frame}");
    }

    public void Dispose()
    {
        _gate.Set();
        _gate.Dispose();
    }

    private void HoldUp(DriverRig rig, int blocks)
    {
        rig.Run(50);
        _gate.Reset();
        // The block before may be the one that is held up.
        rig.Backend.Step(1, waits: false);
        DriverRig.Await(() => _isInside, "the effect is entered");
        rig.Backend.Step(blocks, waits: false);
        // Longer than the block lasts: that makes it the slot's fault.
        Thread.Sleep(3);
        _gate.Set();
        DriverRig.Await(() => !_isInside, "the effect returned");
    }

    private void Wait(in ProcessContext context)
    {
        if (_gate.IsSet)
            return;
        _isInside = true;
        _gate.Wait();
        _isInside = false;
    }
}
