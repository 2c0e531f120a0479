namespace PluginHost.Patterns.Generation;

/// <summary>A file that is no model that can play; the message names the file and the value at fault.</summary>
public sealed class PatternModelException : Exception
{
    /// <summary>Says what is wrong. [any-thread]</summary>
    /// <param name="message">One sentence.</param>
    public PatternModelException(string message)
        : base(message)
    {
    }
}
