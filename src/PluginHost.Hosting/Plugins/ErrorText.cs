namespace PluginHost.Hosting.Plugins;

/// <summary>Exceptions of plugins as text: keeping the object would keep its plugin loaded.</summary>
internal static class ErrorText
{
    /// <summary>Writes kind and message of an exception in one line, whatever line ends the message has. [any-thread]</summary>
    public static string InOneLine(this Exception error) => $"{error.GetType().Name}: "
        + string.Join(' ', error.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
