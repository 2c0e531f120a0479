using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Engine.Timing;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

/// <summary>When a block counts as late depends on how the device's blocks become ours.</summary>
public class LatenessTests
{
    private const long BlockNs = 1_333_333;

    [Theory]
    [InlineData(DriverMode.Ring, 64, 1, 64 + 51)]
    [InlineData(DriverMode.Ring, 64, 4, 64 + 204)]
    [InlineData(DriverMode.Ring, 256, 1, 256 + 51)]
    [InlineData(DriverMode.Ring, 48, 1, 96 + 51)]
    [InlineData(DriverMode.Ring, 16, 1, 64 + 51)]
    [InlineData(DriverMode.Shielded, 64, 1, 960)]
    [InlineData(DriverMode.Direct, 64, 1, 0)]
    public void A_mode_allows_the_gaps_that_its_reserve_covers(DriverMode mode, int period, int ringBlocks, int frames)
    {
        foreach (bool isPeriodKnown in (bool[])[true, false])
        {
            VirtualFaults faults = isPeriodKnown ? VirtualFaults.None : new VirtualFaults { BlockSizes = [period] };
            using DriverRig rig = new(new DriverOptions { Mode = mode, RingBlocks = ringBlocks }, new VirtualOptions { PeriodFrames = period, Faults = faults });
            rig.Driver.Start();
            rig.Run(3);

            Assert.Equal(frames, rig.Engine.Observer.LateAfterFrames);
        }
    }

    [Fact]
    public void Two_devices_allow_the_capturing_ones_bursts()
    {
        using DriverRig rig = new(new DriverOptions { Input = VirtualBackend.InputName, Output = VirtualBackend.OutputName },
            new VirtualOptions { PeriodFrames = 256 });
        rig.Driver.Start();
        rig.Run(3);

        Assert.Equal(256 + 51, rig.Engine.Observer.LateAfterFrames);
    }

    [Theory]
    [InlineData(0, 2, true)]
    [InlineData(0, 1.7, false)]
    [InlineData(5, 4.9, false)]
    [InlineData(5, 5.1, true)]
    public void A_gap_is_late_from_there_on(double limitInBlocks, double gapInBlocks, bool isLate)
    {
        BlockEvidence evidence = new(BlockNs, (long)(gapInBlocks * BlockNs), 1000, 0, -1, 0, 0, 0, -1, StreamFlags.None)
        {
            RingLateAfterNs = (long)(limitInBlocks * BlockNs),
        };

        Assert.Equal(isLate, evidence.IsXrun);
        if (isLate)
            Assert.Equal(XrunCause.Scheduler, evidence.Attribute(0).Cause);
    }

    [Fact]
    public void A_flag_within_a_burst_is_not_blamed_on_the_scheduler()
    {
        BlockEvidence evidence = new(BlockNs, 4 * BlockNs, 1000, 0, -1, 0, 0, 0, -1, StreamFlags.OutputUnderflow) { RingLateAfterNs = 5 * BlockNs };

        Assert.Equal(XrunCause.Device, evidence.Attribute(0).Cause);
    }
}
