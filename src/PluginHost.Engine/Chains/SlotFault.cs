namespace PluginHost.Engine.Chains;

/// <summary>Why a slot was set aside.</summary>
public enum FaultKind
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Its effect threw an exception.</summary>
    Exception,

    /// <summary>Its effect gave a sample that is infinite or no number.</summary>
    NotFinite,

    /// <summary>Its effect gave a peak beyond <see cref="EngineOptions.RunawayDb"/>.</summary>
    Runaway,

    /// <summary>Its effect took longer than the block lasts, again and again.</summary>
    Deadline,

    /// <summary>Its effect did not return at all.</summary>
    Stuck,
}

/// <summary>One fault of a slot. The slot plays its input, aligned, until it is armed again.</summary>
/// <param name="SlotIndex">Place in the chain, counted from 0.</param>
/// <param name="SlotId">Id of the effect.</param>
/// <param name="Kind">Why.</param>
/// <param name="Cause">What was thrown, if anything.</param>
/// <param name="FramePosition">Frame of the stream at which the block began.</param>
public readonly record struct SlotFault(int SlotIndex, string SlotId, FaultKind Kind, Exception? Cause, long FramePosition)
{
    /// <summary>Describes it in one line. [any-thread]</summary>
    /// <returns>Text for people. Allocates.</returns>
    public string Describe() => $"slot {SlotIndex + 1} ({SlotId}) set aside: " + Kind switch
    {
        FaultKind.Exception => $"it threw {Cause?.GetType().Name}: {Cause?.Message}",
        FaultKind.NotFinite => "it gave a sample that is infinite or not a number",
        FaultKind.Runaway => "its level ran away",
        FaultKind.Deadline => "it kept missing the block's deadline",
        FaultKind.Stuck => "it did not return from a block",
        _ => "no fault",
    };
}
