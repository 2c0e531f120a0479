namespace PluginHost.Plugins;

/// <summary>The choices of <c>mode</c>.</summary>
internal enum FeedbackMode
{
    /// <summary>Subtract what comes back; only locked notches stay.</summary>
    Cancel,

    /// <summary>Notches alone.</summary>
    Notch,

    /// <summary>Subtract what comes back, and put notches on what is left of it.</summary>
    Both,

    /// <summary>Notches alone, each locked as it is proven: before the show.</summary>
    RingOut,
}

/// <summary>The choices of <c>decorrelate</c>.</summary>
internal enum Decorrelation
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>All frequencies move up by <c>shift</c>.</summary>
    Shift,

    /// <summary>The phase turns to and fro by <c>depth</c>.</summary>
    Phase,
}
