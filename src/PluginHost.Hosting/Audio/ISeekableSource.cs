namespace PluginHost.Hosting.Audio;

/// <summary>Sound that can be read from anywhere, as a file can.</summary>
public interface ISeekableSource : IAudioSource, IDisposable
{
    /// <summary>Goes on reading from another place. Does I/O. [control-thread]</summary>
    /// <param name="frame">The frame to read next, 0 up to the length.</param>
    /// <exception cref="AudioFileException">It cannot be reached.</exception>
    void Seek(long frame);
}
