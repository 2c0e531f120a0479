using System.Diagnostics;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Timing;

public class BlockObserverTests
{
    private const int Rate = 48_000;

    /// <summary>Ten seconds: whatever the machine does meanwhile, such a block is in time.</summary>
    private const int EasyFrames = Rate * 10;

    /// <summary>A fiftieth of a millisecond: to be late for it does not take long.</summary>
    private const int HardFrames = 1;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_collection_between_two_blocks_is_named_with_its_generation(int generation)
    {
        BlockObserver observer = Observer();
        // A pause is short next to what else may delay a shared machine, so not every one explains the lateness; most do.
        for (int i = 0; i < 20; i++)
        {
            Block(observer, HardFrames);
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            observer.Begin(HardFrames, StreamFlags.None);
            observer.Restart();
        }
        Xrun[] collections = [.. Taken(observer).Where(xrun => xrun.Cause == XrunCause.GarbageCollection)];
        int named = collections.Count(xrun => xrun.Generation == generation);
        Assert.True(named >= 10, $"{named} of 20");
        // The collector may do more than it was asked for, never less.
        Assert.All(collections, xrun => Assert.True(xrun.Generation >= generation));
        Assert.Equal(collections.Length, observer.XrunsBy(XrunCause.GarbageCollection));
    }

    [Fact]
    public void A_slot_over_budget_is_named()
    {
        // Fewer blocks in a row than it takes to set the slot aside.
        bool slow = false;
        using EngineRig rig = new(new EngineOptions(new AudioFormat(Rate, 1, 64)), new TestEffect(), new TestEffect(Spin), new TestEffect());
        for (int i = 0; i < 6; i++)
        {
            slow = true;
            rig.Block(new float[64], 1, 1, 64);
            slow = false;
            rig.Block(new float[64], 1, 1, 64);
        }
        Xrun[] xruns = Taken(rig.Engine.Observer);
        Assert.True(xruns.Count(xrun => xrun is { Cause: XrunCause.Slot, Slot: 1 }) >= 5, string.Join("; ", xruns.Select(xrun => xrun.Describe())));

        void Spin(in ProcessContext context)
        {
            if (slow)
                SpinFor(context.Audio.Frames * 3);
        }
    }

    [Fact]
    public void A_thread_that_hardly_had_the_processor_is_not_the_slots_fault()
    {
        FakeThread thread = new() { CpuNanoseconds = 1_000_000 };
        BlockObserver observer = new(Rate, thread);
        observer.Begin(HardFrames, StreamFlags.None);
        SpinFor(HardFrames * 3);
        observer.SlotTook(0, observer.Ticks(HardFrames * 2), 1);
        thread.Use(1_000);
        observer.End();
        observer.Begin(HardFrames, StreamFlags.None);
        Assert.Equal(XrunCause.Scheduler, Assert.Single(Taken(observer)).Cause);
    }

    [Fact]
    public void Coming_late_without_a_reason_of_ours_is_the_schedulers()
    {
        BlockObserver observer = Observer();
        Block(observer, HardFrames);
        SpinFor(HardFrames * 100);
        observer.Begin(HardFrames, StreamFlags.None);
        Xrun xrun = Assert.Single(Taken(observer));
        Assert.Equal((XrunCause.Scheduler, false, -1), (xrun.Cause, xrun.IsLost, xrun.Slot));
        Assert.Equal(0, observer.LostBlocks);
    }

    [Theory]
    [InlineData(StreamFlags.OutputUnderflow, XrunCause.Device)]
    [InlineData(StreamFlags.RingEmpty, XrunCause.Ring)]
    public void What_is_flagged_though_in_time_is_the_devices_or_the_rings(StreamFlags flags, XrunCause cause)
    {
        BlockObserver observer = Observer();
        Block(observer, EasyFrames);
        Block(observer, EasyFrames, flags);
        Xrun xrun = Assert.Single(Taken(observer));
        Assert.Equal((cause, true, flags, 1L), (xrun.Cause, xrun.IsLost, xrun.Flags, xrun.Block));
        Assert.Equal((1L, 1L), (observer.LostBlocks, observer.XrunsBy(cause)));
    }

    [Fact]
    public void Blocks_in_time_leave_gaps_and_loads_and_no_xruns()
    {
        BlockObserver observer = Observer();
        for (int i = 0; i < 100; i++)
            Block(observer, EasyFrames);
        Assert.Equal((100L, 99L, 100L, 0), (observer.Blocks, observer.GapsNs.Count, observer.LoadPerMille.Count, observer.Xruns.Count));
        Assert.InRange(observer.Load, 0, 0.5);
    }

    [Fact]
    public void After_a_restart_the_pause_is_no_lateness()
    {
        BlockObserver observer = Observer();
        Block(observer, HardFrames);
        observer.Restart();
        SpinFor(HardFrames * 100);
        Block(observer, EasyFrames);
        Assert.Equal((0, 0L), (observer.Xruns.Count, observer.GapsNs.Count));
    }

    [Fact]
    public void Only_the_slowest_slot_of_a_block_is_blamed()
    {
        BlockObserver observer = Observer();
        observer.Begin(HardFrames, StreamFlags.None);
        observer.SlotTook(0, 10, 0);
        observer.SlotTook(1, 30, 0);
        observer.SlotTook(2, 20, 0);
        SpinFor(HardFrames * 3);
        observer.End();
        observer.Begin(EasyFrames, StreamFlags.None);
        Assert.Equal(1, Assert.Single(Taken(observer)).Slot);
    }

    [Fact]
    public void Bytes_are_counted_in_and_between_blocks_but_not_those_of_another_thread_before()
    {
        BlockObserver observer = Observer();
        Block(observer, EasyFrames);
        long atFirst = observer.AllocatedBytes;
        byte[] garbage = new byte[1_000];
        Block(observer, EasyFrames);
        long bytes = observer.AllocatedBytes;
        Assert.Equal(0, atFirst);
        Assert.InRange(bytes, garbage.Length, garbage.Length + 100);

        // The stream moves to a thread that has allocated much already: that was not for the audio.
        Thread other = new(() =>
        {
            garbage = new byte[100_000];
            Block(observer, EasyFrames);
        });
        other.Start();
        other.Join();
        Assert.Equal(bytes, observer.AllocatedBytes);
    }

    [Fact]
    public void Xruns_that_nobody_reads_are_still_counted()
    {
        BlockObserver observer = Observer();
        for (int i = 0; i <= 1_000; i++)
            Block(observer, EasyFrames, StreamFlags.InputOverflow);
        Assert.Equal((256, 1_000L, 1_000L), (observer.Xruns.Count, observer.LostBlocks, observer.XrunsBy(XrunCause.Device)));
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        BlockObserver observer = Observer();
        Block(observer, EasyFrames);
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 1_000; i++)
                Block(observer, i % 2 == 0 ? EasyFrames : HardFrames, (StreamFlags)(i % 64));
        }));
    }

    private static BlockObserver Observer() => new(Rate, PortableAudioThread.Instance);

    private static void Block(BlockObserver observer, int frames, StreamFlags flags = StreamFlags.None)
    {
        observer.Begin(frames, flags);
        observer.End();
    }

    private static void SpinFor(int frames)
    {
        long until = Stopwatch.GetTimestamp() + (frames * Stopwatch.Frequency / Rate);
        while (Stopwatch.GetTimestamp() < until)
        {
        }
    }

    private static Xrun[] Taken(BlockObserver observer)
    {
        Xrun[] xruns = new Xrun[observer.Xruns.Capacity];
        return xruns[..observer.Xruns.Read(xruns)];
    }
}
