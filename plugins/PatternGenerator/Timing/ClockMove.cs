namespace PluginHost.Plugins.Timing;

/// <summary>Whose time counts.</summary>
internal enum ClockSource
{
    /// <summary>The host's while it plays and nobody tapped, else the own.</summary>
    Auto,

    /// <summary>The host's; nothing sounds while it stands.</summary>
    Host,

    /// <summary>The own tempo.</summary>
    Own,
}

/// <summary>What became of the clock at the beginning of a block.</summary>
internal enum ClockMove
{
    /// <summary>It runs on, or stands still as before.</summary>
    None,

    /// <summary>It started to run.</summary>
    Started,

    /// <summary>It is somewhere else now.</summary>
    Jumped,

    /// <summary>It stands still.</summary>
    Stopped,
}
