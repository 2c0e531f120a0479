namespace PluginHost.Plugins.LastResort;

/// <summary>What is known of a loop.</summary>
internal enum LoopEvidence
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There was one, and it is there no more: nothing can howl again when the output is turned up.</summary>
    Gone,

    /// <summary>There is one, but it neither howled nor was turned up.</summary>
    Heard,

    /// <summary>There is one that was turned up lately: the canceller subtracts it.</summary>
    Loop,

    /// <summary>It howled lately: the guard proved it.</summary>
    Howl,
}
