namespace PluginHost.Engine.Timing;

/// <summary>Why a block was late or lost.</summary>
public enum XrunCause
{
    /// <summary>A slot took longer than the block lasts.</summary>
    Slot,

    /// <summary>A garbage collection stopped the process.</summary>
    GarbageCollection,

    /// <summary>The system ran something else in our time.</summary>
    Scheduler,

    /// <summary>The device says it lost something, and we were in time.</summary>
    Device,

    /// <summary>Our own ring ran empty or full, and no other cause was seen.</summary>
    Ring,
}

/// <summary>One late or lost block.</summary>
/// <param name="Cause">What made it late.</param>
/// <param name="IsLost">Whether sound was lost (a flag of the device or of our ring), not only a deadline.</param>
/// <param name="Slot">Index of the slot at fault, counted from 0; -1 when it was none.</param>
/// <param name="Milliseconds">How late, or how long the collection took.</param>
/// <param name="Generation">Generation of the collection, -1 when it was none.</param>
/// <param name="Block">Number of the block, counted from 0.</param>
/// <param name="Flags">What the device and our rings said.</param>
public readonly record struct Xrun(
    XrunCause Cause, bool IsLost, int Slot, double Milliseconds, int Generation, long Block, Drivers.StreamFlags Flags)
{
    /// <summary>The number of causes.</summary>
    public const int Causes = 5;

    /// <summary>Describes it in a few words: <c>slot 2 over budget by 1.4 ms</c>. [any-thread]</summary>
    /// <returns>Text for people. Allocates.</returns>
    public string Describe() => Cause switch
    {
        XrunCause.Slot => FormattableString.Invariant($"slot {Slot + 1} over budget, {Milliseconds:0.00} ms late"),
        XrunCause.GarbageCollection => FormattableString.Invariant($"GC pause (generation {Generation}, {Milliseconds:0.00} ms)"),
        XrunCause.Scheduler => FormattableString.Invariant($"scheduler gap, {Milliseconds:0.00} ms late"),
        XrunCause.Ring => $"ring {((Flags & Drivers.StreamFlags.RingFull) != 0 ? "full" : "empty")}",
        _ => $"device flag ({Flags})",
    };
}
