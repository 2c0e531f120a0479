using System.Collections.Concurrent;

namespace PluginHost.App.Live;

/// <summary>
/// Takes lines typed while the music plays. Reading waits, so it has a thread of its own; the lines are carried out by the control
/// thread.
/// </summary>
internal sealed class LiveConsole
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TextReader _input;

    public LiveConsole(TextReader input)
    {
        _input = input;
        new Thread(Run) { IsBackground = true, Name = "console" }.Start();
    }

    public bool TryRead(out string line) => _lines.TryDequeue(out line!);

    private void Run()
    {
        while (_input.ReadLine() is { } line)
        {
            if (line.Length is > 0 and < 4_096)
                _lines.Enqueue(line);
        }
    }
}
