namespace PluginHost.Hosting.Audio;

/// <summary>Takes sound from beginning to end: a file, or what looks at the sound before it becomes one.</summary>
public interface IAudioSink
{
    /// <summary>Gets the frames written so far. [control-thread]</summary>
    long Frames { get; }

    /// <summary>Appends frames. Does I/O. [control-thread]</summary>
    /// <param name="interleaved">Whole frames of finite samples.</param>
    /// <exception cref="AudioFileException">Writing failed, e.g. the disk is full.</exception>
    void Write(ReadOnlySpan<float> interleaved);
}
