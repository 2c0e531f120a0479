using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>
/// Something of the host's own at either end of the chain: what plays a file in place of the device's input, what limits in front of
/// the output guard.
/// </summary>
public interface IAudioStage
{
    /// <summary>Gets the frames by which it delays. [any-thread]</summary>
    int LatencyFrames => 0;

    /// <summary>Works on one piece in place. Never throws, allocates, locks or waits. [audio-thread]</summary>
    /// <param name="audio">The chain's channels, 1 to <see cref="AudioFormat.MaxFrames"/> frames; a source fills it whole.</param>
    void Process(AudioBuffer audio);
}
