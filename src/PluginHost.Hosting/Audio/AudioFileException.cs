namespace PluginHost.Hosting.Audio;

/// <summary>A sound file cannot be read or written; the message is one line that names the file and the reason.</summary>
public sealed class AudioFileException : Exception
{
    internal AudioFileException(string file, string reason)
        : base($"{file}: {reason}") => (File, Reason) = (file, reason);

    /// <summary>Gets the file at fault, as the caller named it. [any-thread]</summary>
    public string File { get; }

    /// <summary>Gets what is wrong with it. [any-thread]</summary>
    public string Reason { get; }
}
