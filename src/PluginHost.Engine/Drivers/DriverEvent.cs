using PluginHost.Engine.Chains;

namespace PluginHost.Engine.Drivers;

/// <summary>What a driver is doing.</summary>
public enum DriverState
{
    /// <summary>Not started, or stopped.</summary>
    Stopped,

    /// <summary>Blocks flow.</summary>
    Running,

    /// <summary>The device was lost or stalled; the first attempt to open it again is still to come.</summary>
    Lost,

    /// <summary>At least one attempt to open it again has failed; more follow, ever more seldom, at most 2 s apart.</summary>
    Retrying,

    /// <summary>The stream came to its end, as a virtual device's does.</summary>
    Ended,
}

/// <summary>What happened to a driver.</summary>
public enum DriverEventKind
{
    /// <summary>The device went away or stalled.</summary>
    Lost,

    /// <summary>An attempt to open the device again failed; more follow. Told once per reason.</summary>
    RetryFailed,

    /// <summary>The device is back and blocks flow, through the same engine and chain.</summary>
    Reopened,

    /// <summary>A slot has not returned from a block for a second.</summary>
    SlotStuck,

    /// <summary>A slot that was reported stuck returned after all, before its engine was replaced.</summary>
    SlotReturned,

    /// <summary>No thread runs the replaced engine any more: it may be disposed.</summary>
    EngineReleased,

    /// <summary>The stream came to its end.</summary>
    Ended,
}

/// <summary>One thing that happened to a driver.</summary>
/// <param name="Kind">What.</param>
/// <param name="Message">One line for the user.</param>
/// <param name="Slot">Index of the stuck slot, counted from 0; -1 otherwise.</param>
/// <param name="Chain">The chain of the stuck slot; it may be one that is still fading in.</param>
/// <param name="Engine">The engine that was released.</param>
public sealed record DriverEvent(
    DriverEventKind Kind, string Message, int Slot = -1, Chain? Chain = null, AudioEngine? Engine = null)
{
    /// <summary>Describes it in one line. [any-thread]</summary>
    /// <returns>Text for people.</returns>
    public string Describe() => Message;
}
