namespace PluginHost.Hosting.Audio;

/// <summary>Sound that is read from beginning to end: a file, or one taken to another rate.</summary>
public interface IAudioSource
{
    /// <summary>Gets the frames of a second. [any-thread]</summary>
    int SampleRate { get; }

    /// <summary>Gets the channels of every frame. [any-thread]</summary>
    int Channels { get; }

    /// <summary>Gets the length; null when nobody knows before the end. [any-thread]</summary>
    long? Frames { get; }

    /// <summary>Reads the next frames. Does I/O. [control-thread]</summary>
    /// <param name="interleaved">Filled from its start with as many whole frames as fit, fewer only at the end.</param>
    /// <returns>Frames read; 0 at the end.</returns>
    /// <exception cref="AudioFileException">What is read is damaged.</exception>
    int ReadInterleaved(Span<float> interleaved);
}
