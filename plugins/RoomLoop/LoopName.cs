using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The parameter by which a microphone and a loudspeaker find each other.</summary>
internal static class LoopName
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>Makes the parameter of one of the two. [control-thread]</summary>
    public static Parameter Declare() => Parameter.OneOf("loop", "Loop", 0, Names);
}
