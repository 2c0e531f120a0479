using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Engine.Timing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class ModeTests
{
    public static TheoryData<int[]> Sizes => new(
        (int[][])[[64], [128], [512], [1], [17], [63], [65], [100], [1000], [64, 32], [1, 64, 17, 200], [480, 481, 479], [256, 1]]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Direct_adds_no_frame(int[] sizes)
    {
        using DriverRig rig = Run(new DriverOptions { Mode = DriverMode.Direct }, sizes);

        Assert.Equal(0, rig.Driver.ReportedLatencyFrames);
        AssertCarried(rig, from: 0);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Ring_delays_by_exactly_what_it_reports(int[] sizes)
    {
        using DriverRig rig = Run(new DriverOptions { Mode = DriverMode.Ring, BlockFrames = 64 }, sizes);

        int latency = rig.Driver.ReportedLatencyFrames;
        // A callback's frames and the rest that fills no block: more would be waste.
        Assert.InRange(latency, 64, sizes.Max() + 63);
        // Blocks larger than any before make it grow once; from then on nothing is lost.
        AssertCarried(rig, from: 4000);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Shielded_delays_by_exactly_what_it_reports(int[] sizes)
    {
        using DriverRig rig = Run(new DriverOptions { Mode = DriverMode.Shielded, BlockFrames = 64, ShieldMs = 20 }, sizes);

        Assert.Equal(Math.Max(960, sizes.Max() + 64), rig.Driver.ReportedLatencyFrames);
        AssertCarried(rig, from: 0);
    }

    [Theory]
    [InlineData(64, 64, 1, 64)]
    [InlineData(64, 64, 2, 128)]
    [InlineData(16, 64, 1, 64)]
    [InlineData(64, 16, 1, 64)]
    [InlineData(64, 256, 1, 256)]
    [InlineData(48, 64, 1, 96)]
    [InlineData(100, 64, 1, 160)]
    public void Ring_needs_no_more_than_the_least_that_can_work(int period, int block, int ringBlocks, int latency)
    {
        using DriverRig rig = Run(new DriverOptions { BlockFrames = block, RingBlocks = ringBlocks }, [], period);

        Assert.Equal(latency, rig.Driver.ReportedLatencyFrames);
        AssertCarried(rig, from: 0);
        Assert.Equal(0, rig.Driver.Counters.RingEmpty);
    }

    [Fact]
    public void A_period_that_becomes_known_with_the_first_block_costs_nothing()
    {
        using DriverRig rig = Run(new DriverOptions { BlockFrames = 64 }, [256]);

        Assert.Equal(256, rig.Driver.ReportedLatencyFrames);
        AssertCarried(rig, from: 0);
        Assert.Equal((0L, 0L), (rig.Driver.Counters.RingEmpty, rig.Driver.Counters.Realigned));
    }

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    public void An_output_alone_plays(DriverMode mode)
    {
        Testing.TestEffect tone = new((in Sdk.ProcessContext context) => context.Audio[0].Fill(0.5f));
        using DriverRig rig = new(new DriverOptions { Mode = mode, UseInput = false, Output = VirtualBackend.OutputName }, null, tone);
        rig.Driver.Start();
        rig.Run(50);

        Assert.Null(rig.Driver.Info!.Input);
        Assert.Equal(0.5f, rig.Sink.Channel(0)[^1]);
        Assert.Equal(50 * 64, rig.Sink.Frames);
    }

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    public void An_input_alone_is_heard_by_the_chain(DriverMode mode)
    {
        float heard = 0;
        Testing.TestEffect ear = new((in Sdk.ProcessContext context) => heard = context.Audio[0][^1]);
        using DriverRig rig = new(new DriverOptions { Mode = mode, UseOutput = false, Input = VirtualBackend.InputName }, null, ear);
        rig.Driver.Start();
        rig.Run(50);
        DriverRig.Await(() => rig.Engine.FramePosition == 50 * 64, "the last block");
        rig.Driver.Stop();

        Assert.Equal(DriverRig.Signal((50 * 64) - 1, 0), heard);
        Assert.Equal(0, rig.Sink.Frames);
    }

    [Fact]
    public void Stopping_and_starting_goes_on_where_the_chain_was_and_counts_no_gap()
    {
        using DriverRig rig = new(new DriverOptions { Mode = DriverMode.Direct });
        rig.Driver.Start();
        rig.Run(10);
        rig.Driver.Stop();
        Assert.Equal(DriverState.Stopped, rig.Driver.State);
        long xruns = Count(rig);
        Thread.Sleep(20);
        rig.Driver.Start();
        rig.Backend.Step(1);

        Assert.Equal(11 * 64, rig.Engine.FramePosition);
        Assert.Equal(xruns, Count(rig));

        static long Count(DriverRig rig) => Enumerable.Range(0, Xrun.Causes).Sum(cause => rig.Engine.Observer.XrunsBy((XrunCause)cause));
    }

    private static DriverRig Run(DriverOptions options, int[] sizes, int period = 64)
    {
        DriverRig rig = new(options, new VirtualOptions { PeriodFrames = period, Faults = new VirtualFaults { BlockSizes = sizes } });
        rig.Driver.Start();
        while (rig.Backend.OutputPosition < 20_000)
            rig.Backend.Step(1);
        return rig;
    }

    private static void AssertCarried(DriverRig rig, int from)
    {
        int latency = rig.Driver.ReportedLatencyFrames;
        for (int channel = 0; channel < 2; channel++)
        {
            float[] output = rig.Sink.Channel(channel);
            for (int frame = from; frame < output.Length; frame++)
                Assert.True(output[frame] == DriverRig.Signal(frame - latency, channel), $"frame {frame}, channel {channel}, latency {latency}");
        }
        Assert.Equal(0, rig.Engine.InternalErrors);
    }
}
