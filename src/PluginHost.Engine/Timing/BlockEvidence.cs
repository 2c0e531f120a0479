using PluginHost.Engine.Drivers;

namespace PluginHost.Engine.Timing;

/// <summary>What is known about the time from the start of one block to the start of the next. Times in ns.</summary>
/// <param name="PeriodNs">How long the block lasts.</param>
/// <param name="GapNs">From its start to the start of the next.</param>
/// <param name="BusyNs">How long it was computed, by the wall.</param>
/// <param name="CpuNs">How long it was computed, by the thread's CPU clock; 0 when unknown.</param>
/// <param name="WorstSlot">The slot that took longest, -1 for none.</param>
/// <param name="WorstSlotNs">How long it took.</param>
/// <param name="WorstSlotMisses">How often it was over budget lately.</param>
/// <param name="GcPauseNs">Collections' pauses in this time.</param>
/// <param name="GcGeneration">Highest generation collected in this time, -1 for none.</param>
/// <param name="Flags">What the device and our rings say they lost in this time.</param>
internal readonly record struct BlockEvidence(
    long PeriodNs, long GapNs, long BusyNs, long CpuNs, int WorstSlot, long WorstSlotNs, int WorstSlotMisses,
    long GcPauseNs, int GcGeneration, StreamFlags Flags)
{
    /// <summary>
    /// A callback this many periods after the last counts as late: nearly a whole block behind, as with two device buffers
    /// it then leaves a gap. Smaller lateness is jitter that every device absorbs.
    /// </summary>
    public const double LateAfterPeriods = 1.8;

    private const StreamFlags RingFlags = StreamFlags.RingEmpty | StreamFlags.RingFull;

    /// <summary>Gets the gap above which the next block counts as late, where a ring gives it more time; 0 otherwise. [audio-thread]</summary>
    public long RingLateAfterNs { get; init; }

    private long LateAfterNs => RingLateAfterNs > 0 ? RingLateAfterNs : (long)(PeriodNs * LateAfterPeriods);

    /// <summary>Gets whether the next block began too late. [audio-thread]</summary>
    public bool IsLate => GapNs > LateAfterNs;

    /// <summary>Gets the periods in which a block should have begun and none did; 0 unless the next was late. [audio-thread]</summary>
    public long MissedPeriods => IsLate ? Math.Max(1, ((GapNs + (PeriodNs / 2)) / PeriodNs) - 1) : 0;

    /// <summary>Gets whether the block counts as late or lost. [audio-thread]</summary>
    public bool IsXrun => Flags != StreamFlags.None || BusyNs > PeriodNs || IsLate;

    /// <summary>Names the cause. [audio-thread]</summary>
    /// <param name="block">Number of the block.</param>
    /// <returns>The verdict.</returns>
    /// <remarks>
    /// A collection explains lateness when it paused us for at least half of it. Computing for longer than the block lasts is the
    /// worst slot's doing, unless the thread hardly had the processor and the slot has no record of misses. What is late without
    /// that, was kept from running. In time and yet flagged: the ring, or the device itself.
    /// </remarks>
    public Xrun Attribute(long block)
    {
        long late = Math.Max(0, Math.Max(GapNs, BusyNs) - PeriodNs);
        bool collected = GcGeneration >= 0 && (GcPauseNs == 0 || GcPauseNs * 2 >= Math.Max(late, PeriodNs / 2));
        bool preempted = CpuNs > 0 && CpuNs * 2 < BusyNs && WorstSlotMisses < 3;
        XrunCause cause =
            collected ? XrunCause.GarbageCollection
            : BusyNs > PeriodNs && WorstSlot >= 0 && !preempted ? XrunCause.Slot
            : Math.Max(GapNs, BusyNs) > LateAfterNs || BusyNs > PeriodNs ? XrunCause.Scheduler
            : (Flags & RingFlags) != 0 ? XrunCause.Ring
            : XrunCause.Device;
        double milliseconds = (cause == XrunCause.GarbageCollection && GcPauseNs > 0 ? GcPauseNs : late) / 1e6;
        return new Xrun(cause, Flags != StreamFlags.None, cause == XrunCause.Slot ? WorstSlot : -1, milliseconds,
            cause == XrunCause.GarbageCollection ? GcGeneration : -1, block, Flags);
    }
}
