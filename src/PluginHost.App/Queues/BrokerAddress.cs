using PluginHost.App.Commands;

namespace PluginHost.App.Queues;

/// <summary>Where a broker is and who we are there. Says nothing of the password, whoever asks.</summary>
internal sealed class BrokerAddress
{
    /// <summary>The variable with the whole address.</summary>
    public const string Variable = "PLUGINHOST_QUEUE";

    /// <summary>The variable with the user, for an address without one.</summary>
    public const string UserVariable = "PLUGINHOST_QUEUE_USER";

    /// <summary>The variable with the password, for an address without one.</summary>
    public const string PasswordVariable = "PLUGINHOST_QUEUE_PASSWORD";

    private BrokerAddress(Uri uri)
    {
        string[] login = uri.UserInfo.Split(':', 2);
        User = Unescaped(login[0]) ?? Variables(UserVariable) ?? "guest";
        Password = (login.Length > 1 ? Unescaped(login[1]) : null) ?? Variables(PasswordVariable) ?? "guest";
        IsEncrypted = uri.Scheme == "amqps";
        Host = uri.Host;
        Port = uri.IsDefaultPort || uri.Port < 0 ? IsEncrypted ? 5671 : 5672 : uri.Port;
        VirtualHost = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "/";
    }

    public bool IsEncrypted { get; }

    public string Host { get; }

    public int Port { get; }

    public string VirtualHost { get; }

    public string User { get; }

    public string Password { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">As the command line has it; null for that of the environment.</param>
    public static BrokerAddress Parse(string? text)
    {
        string name = text is null ? Variable : "--queue";
        text ??= Variables(Variable) ?? throw new CommandError($"--queue has no address, and {Variable} is not set");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0
            || uri.AbsolutePath.AsSpan(Math.Min(1, uri.AbsolutePath.Length)).Contains('/') || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new CommandError($"{name} is '{WithoutLogin(text)}', but must be like amqp://user@host:5672/vhost (amqps:// for TLS)");
        return new BrokerAddress(uri);
    }

    /// <summary>Gives the address without user and password.</summary>
    public override string ToString() =>
        $"{(IsEncrypted ? "amqps" : "amqp")}://{Host}:{Port}{(VirtualHost == "/" ? "" : "/" + Uri.EscapeDataString(VirtualHost))}";

    private static string? Unescaped(string text) => text.Length > 0 ? Uri.UnescapeDataString(text) : null;

    private static string? Variables(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // The last @ ends a login, and before it anything may be the password.
    private static string WithoutLogin(string text) => text.LastIndexOf('@') is >= 0 and int at ? "..." + text[at..] : text;
}
