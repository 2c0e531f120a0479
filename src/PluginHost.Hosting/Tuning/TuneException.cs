namespace PluginHost.Hosting.Tuning;

/// <summary>Nothing can be tuned with what was given; the message is one line that names what is at fault.</summary>
public sealed class TuneException : Exception
{
    internal TuneException(string message)
        : base(message)
    {
    }
}
