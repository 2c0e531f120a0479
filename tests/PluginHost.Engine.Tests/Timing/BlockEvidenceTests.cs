using PluginHost.Engine.Drivers;
using PluginHost.Engine.Timing;
using Xunit;

namespace PluginHost.Engine.Tests.Timing;

public class BlockEvidenceTests
{
    private const long Period = 1_000_000;

    /// <summary>A block in time: half of it computed, slot 2 the slowest.</summary>
    private static readonly BlockEvidence InTime =
        new(Period, Period, Period / 2, 0, 2, Period / 3, 0, 0, -1, StreamFlags.None);

    [Fact]
    public void A_block_in_time_is_no_xrun() => Assert.False(InTime.IsXrun);

    [Theory]
    [InlineData(1_799_000, 500_000, StreamFlags.None, false)]
    [InlineData(1_801_000, 500_000, StreamFlags.None, true)]
    [InlineData(1_000_000, 1_000_001, StreamFlags.None, true)]
    [InlineData(1_000_000, 1_000_000, StreamFlags.None, false)]
    [InlineData(1_000_000, 500_000, StreamFlags.InputUnderflow, true)]
    [InlineData(1_000_000, 500_000, StreamFlags.RingFull, true)]
    public void Late_overrun_or_flagged_makes_an_xrun(long gapNs, long busyNs, StreamFlags flags, bool isXrun) =>
        Assert.Equal(isXrun, (InTime with { GapNs = gapNs, BusyNs = busyNs, Flags = flags }).IsXrun);

    [Theory]
    [InlineData(1_799_000, 0, 0)]
    [InlineData(1_801_000, 0, 1)]
    [InlineData(2_499_000, 0, 1)]
    [InlineData(2_501_000, 0, 2)]
    [InlineData(10_000_000, 0, 9)]
    [InlineData(10_000_000, 20_000_000, 0)]
    [InlineData(30_000_000, 20_000_000, 29)]
    public void Periods_without_a_block_are_missed_unless_a_ring_bridges_them(long gapNs, long ringNs, long missed)
    {
        BlockEvidence evidence = InTime with { GapNs = gapNs, RingLateAfterNs = ringNs };
        Assert.Equal((missed, missed > 0), (evidence.MissedPeriods, evidence.IsLate));
    }

    public static TheoryData<string, int> Decisions
    {
        get
        {
            TheoryData<string, int> rows = [];
            for (int i = 0; i < Table.Length; i++)
                rows.Add(Table[i].Why, i);
            return rows;
        }
    }

    private static readonly (string Why, BlockEvidence Evidence, XrunCause Cause)[] Table =
    [
        ("computed too long: the worst slot", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period }, XrunCause.Slot),
        ("too long on the processor as well", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, CpuNs = 2 * Period }, XrunCause.Slot),
        ("too long, but hardly had the processor", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, CpuNs = Period }, XrunCause.Scheduler),
        ("hardly had it, but the slot is known for it",
            InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, CpuNs = Period, WorstSlotMisses = 3 }, XrunCause.Slot),
        ("too long in an empty chain", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, WorstSlot = -1 }, XrunCause.Scheduler),
        ("came late, computed in time", InTime with { GapNs = 2 * Period }, XrunCause.Scheduler),
        ("a collection as long as the delay", InTime with { GapNs = 3 * Period, GcGeneration = 1, GcPauseNs = 2 * Period }, XrunCause.GarbageCollection),
        ("a collection for half of the delay", InTime with { GapNs = 3 * Period, GcGeneration = 1, GcPauseNs = Period }, XrunCause.GarbageCollection),
        ("a collection within a slot", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, GcGeneration = 2, GcPauseNs = 2 * Period },
            XrunCause.GarbageCollection),
        ("a collection, its pause not booked yet", InTime with { GapNs = 3 * Period, GcGeneration = 0 }, XrunCause.GarbageCollection),
        ("a collection too short to matter", InTime with { GapNs = 3 * Period, GcGeneration = 0, GcPauseNs = Period / 10 }, XrunCause.Scheduler),
        ("a short one, and a slow slot", InTime with { BusyNs = 3 * Period, GapNs = 3 * Period, GcGeneration = 0, GcPauseNs = Period / 10 },
            XrunCause.Slot),
        ("a flag of the device, all in time", InTime with { Flags = StreamFlags.OutputUnderflow }, XrunCause.Device),
        ("ring empty, all in time", InTime with { Flags = StreamFlags.RingEmpty }, XrunCause.Ring),
        ("ring full, all in time", InTime with { Flags = StreamFlags.RingFull }, XrunCause.Ring),
        ("ring empty because we came late", InTime with { Flags = StreamFlags.RingEmpty, GapNs = 2 * Period }, XrunCause.Scheduler),
        ("a flag because a slot was slow", InTime with { Flags = StreamFlags.OutputUnderflow, BusyNs = 3 * Period, GapNs = 3 * Period }, XrunCause.Slot),
        ("a flag after a collection", InTime with { Flags = StreamFlags.OutputUnderflow, GcGeneration = 0, GcPauseNs = Period }, XrunCause.GarbageCollection),
    ];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void The_cause_follows_from_what_is_known(string why, int row)
    {
        (_, BlockEvidence evidence, XrunCause cause) = Table[row];
        Assert.True(evidence.IsXrun, why);
        Xrun xrun = evidence.Attribute(77);
        Assert.Equal((cause, 77L, evidence.Flags), (xrun.Cause, xrun.Block, xrun.Flags));
        Assert.Equal(evidence.Flags != StreamFlags.None, xrun.IsLost);
        Assert.Equal(cause == XrunCause.Slot ? 2 : -1, xrun.Slot);
        Assert.Equal(cause == XrunCause.GarbageCollection ? evidence.GcGeneration : -1, xrun.Generation);
    }

    [Fact]
    public void Every_cause_stands_in_the_table() =>
        Assert.Equal(Enum.GetValues<XrunCause>(), Table.Select(row => row.Cause).Distinct().Order());

    [Fact]
    public void There_are_as_many_causes_as_it_says() => Assert.Equal(Xrun.Causes, Enum.GetValues<XrunCause>().Length);

    [Theory]
    [InlineData(XrunCause.Slot, "slot 3 over budget, 1.50 ms late")]
    [InlineData(XrunCause.GarbageCollection, "GC pause (generation 1, 1.50 ms)")]
    [InlineData(XrunCause.Scheduler, "scheduler gap, 1.50 ms late")]
    [InlineData(XrunCause.Device, "device flag (RingFull)")]
    [InlineData(XrunCause.Ring, "ring full")]
    public void An_xrun_is_told_in_a_few_words(XrunCause cause, string text) =>
        Assert.Equal(text, new Xrun(cause, true, 2, 1.5, 1, 0, StreamFlags.RingFull).Describe());
}
