namespace PluginHost.App.Commands;

/// <summary>What scripts get back.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int PartlyFailed = 1;
    public const int WrongInput = 2;
    public const int NoDevice = 3;
}

/// <summary>Wrong usage or input: one clear line on stderr that names the value at fault, exit code 2.</summary>
internal sealed class CommandError(string message) : Exception(message);
