namespace PluginHost.Engine.Chains;

/// <summary>A chain could not be built; the message names the slot and the reason.</summary>
public sealed class ChainException : Exception
{
    /// <summary>Creates it without a message.</summary>
    public ChainException()
    {
    }

    /// <summary>Creates it with a message for the user.</summary>
    /// <param name="message">One line that names the slot and the reason.</param>
    public ChainException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message for the user and what led to it.</summary>
    /// <param name="message">One line that names the slot and the reason.</param>
    /// <param name="innerException">The cause.</param>
    public ChainException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
