using System.Diagnostics;
using PluginHost.Hosting.Tuning;

namespace PluginHost.App.Commands;

/// <summary>How far tuning is: one line on a terminal, rewritten in place; into a file a line every few seconds.</summary>
internal sealed class TuneLine
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan InFile = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _last = Stopwatch.GetTimestamp();

    public void Show(TuneProgress progress)
    {
        if (Stopwatch.GetElapsedTime(_last) < (_isTerminal ? OnTerminal : InFile))
            return;
        _last = Stopwatch.GetTimestamp();
        string error = progress.ErrorDb is { } db ? FormattableString.Invariant($", error {db:0.0} dB") : "";
        string text = FormattableString.Invariant($"{progress.Phase} {progress.Step}/{progress.Steps}, loss {progress.Loss:0.0000}{error}, {progress.Left.TotalSeconds:0} s left");
        Console.Error.Write(_isTerminal ? "\r\u001b[2K" + text : "pluginhost: " + text + "\n");
    }

    public void End()
    {
        if (_isTerminal)
            Console.Error.Write("\r\u001b[2K");
    }
}
