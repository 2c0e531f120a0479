namespace PluginHost.Patterns.Music;

/// <summary>A key, chord or progression that cannot be read; the message quotes it.</summary>
public sealed class MusicException : Exception
{
    /// <summary>Says what cannot be read. [any-thread]</summary>
    /// <param name="message">One sentence that quotes the symbol at fault.</param>
    public MusicException(string message)
        : base(message)
    {
    }
}
