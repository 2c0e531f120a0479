using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>How an engine is set up.</summary>
/// <param name="Format">Rate, channels and largest block of the chain.</param>
public sealed record EngineOptions(AudioFormat Format)
{
    /// <summary>Gets whether blocks have deadlines. Offline, a slow slot is never set aside and nothing is late. [any-thread]</summary>
    public bool IsRealTime { get; init; } = true;

    /// <summary>Gets what the output guard does with samples beyond full scale. [any-thread]</summary>
    public OutputGuardMode Guard { get; init; } = OutputGuardMode.Clamp;

    /// <summary>Gets the length of every switching fade, in ms. [any-thread]</summary>
    public double FadeMs { get; init; } = 10;

    /// <summary>Gets the peak above which a slot counts as run away, in dBFS. [any-thread]</summary>
    public float RunawayDb { get; init; } = 40;

    /// <summary>Gets the tempo at the start, in quarter notes per minute. [any-thread]</summary>
    public double TempoBpm { get; init; } = 120;
}

/// <summary>What the output guard does with samples beyond full scale; what is not finite always becomes silence.</summary>
public enum OutputGuardMode
{
    /// <summary>Nothing is changed, overs are counted: for files.</summary>
    Count,

    /// <summary>Cut at -1 and 1, and counted: for devices.</summary>
    Clamp,

    /// <summary>Turned down in no time, up again within 100 ms, so that nothing is cut.</summary>
    Limit,
}
