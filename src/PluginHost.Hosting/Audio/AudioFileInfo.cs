namespace PluginHost.Hosting.Audio;

/// <summary>What the header of a sound file says.</summary>
/// <param name="File">Path, as the caller named it.</param>
/// <param name="SampleRate">In Hz, within the limits of <see cref="Sdk.AudioFormat"/>.</param>
/// <param name="Channels">Within the limits of <see cref="Sdk.AudioFormat"/>.</param>
/// <param name="Frames">Length; null when the header does not say.</param>
/// <param name="Format">Container and encoding in libsndfile's words, for people.</param>
public sealed record AudioFileInfo(string File, int SampleRate, int Channels, long? Frames, string Format)
{
    /// <summary>Gets the length in seconds; null when the header does not say. [any-thread]</summary>
    public double? Seconds => (double?)Frames / SampleRate;
}
