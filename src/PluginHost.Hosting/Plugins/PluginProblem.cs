namespace PluginHost.Hosting.Plugins;

/// <summary>One thing wrong with one plugin; the other plugins load all the same.</summary>
/// <param name="File">Full path of the file or folder at fault.</param>
/// <param name="Reason">One sentence that says what is wrong.</param>
public sealed record PluginProblem(string File, string Reason)
{
    /// <summary>Gives one line for people. [any-thread]</summary>
    /// <returns>File and reason. Allocates.</returns>
    public override string ToString() => $"{File}: {Reason}";
}
