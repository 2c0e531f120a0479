namespace PluginHost.Hosting.Plugins;

/// <summary>An effect that cannot be created; the message names file, class and reason in one line.</summary>
/// <remarks>
/// Has no inner exception: the exception object of a plugin would keep its assembly loaded for as long as somebody keeps it.
/// Its text, with the lines of the stack trace, is in <see cref="Details"/>.
/// </remarks>
public sealed class PluginLoadException : Exception
{
    /// <summary>Says what cannot be loaded. [any-thread]</summary>
    /// <param name="file">Full path of the assembly or folder; empty when no plugin is at fault.</param>
    /// <param name="typeName">Full name of the effect class; null when the whole plugin is at fault.</param>
    /// <param name="reason">One sentence that says what is wrong.</param>
    /// <param name="details">More than one line: exception and stack trace of the plugin; may be empty.</param>
    public PluginLoadException(string file, string? typeName, string reason, string details = "")
        : base(Line(file, typeName, reason))
    {
        (File, TypeName, Reason, Details) = (file, typeName, reason, details);
    }

    /// <summary>Gets the full path of the assembly or folder at fault; empty when no plugin is. [any-thread]</summary>
    public string File { get; }

    /// <summary>Gets the full name of the effect class; null when the whole plugin is at fault. [any-thread]</summary>
    public string? TypeName { get; }

    /// <summary>Gets what is wrong, in one sentence. [any-thread]</summary>
    public string Reason { get; }

    /// <summary>Gets the plugin's exception with its stack trace as text; may be empty. [any-thread]</summary>
    public string Details { get; }

    private static string Line(string file, string? typeName, string reason) =>
        string.Join(": ", new[] { file, typeName, reason }.Where(part => !string.IsNullOrEmpty(part)));
}
