using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Rendering;

namespace PluginHost.App.Rendering;

/// <summary>
/// Shows on standard error how a batch comes along: a line for each file that is being rendered and one for all, drawn anew five
/// times a second; where nobody looks, one line every few seconds. What fails is said at once.
/// </summary>
internal sealed class BatchDisplay : IBatchObserver, IDisposable
{
    private const int RedrawMs = 200;
    private const int PlainMs = 5000;
    private const int MostJobLines = 16;
    private readonly Lock _gate = new();
    private readonly BatchTally _tally;
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly Timer _timer;
    private int _linesDrawn;

    public BatchDisplay(BatchTally tally)
    {
        _tally = tally;
        int period = _isTerminal ? RedrawMs : PlainMs;
        _timer = new Timer(_ => Draw(), null, period, period);
    }

    public void Started(RenderJob job) => _tally.Started(job);

    public void Moved(RenderJob job, RenderProgress progress) => _tally.Moved(job, progress);

    public void Ended(JobResult result)
    {
        _tally.Ended(result);
        if (result.Reason.Length > 0)
            Say(result);
    }

    /// <summary>Says what became of a file, above the progress.</summary>
    public void Say(JobResult result)
    {
        string name = result.Job.Input;
        Say(result.Reason.StartsWith(name, StringComparison.Ordinal) ? result.Reason : $"{name}: {result.Reason}");
    }

    /// <summary>Says something above the progress.</summary>
    public void Say(string text)
    {
        lock (_gate)
        {
            Erase();
            Console.Error.WriteLine("pluginhost: " + text.ReplaceLineEndings(" "));
        }
    }

    public void Dispose()
    {
        using (ManualResetEvent over = new(false))
        {
            if (_timer.Dispose(over))
                over.WaitOne();
        }
        lock (_gate)
            Erase();
    }

    private void Draw()
    {
        lock (_gate)
        {
            BatchStatus status = _tally.Status;
            if (!_isTerminal)
            {
                Console.Error.WriteLine("pluginhost: " + BatchText.Total(status));
                return;
            }
            Erase();
            int width = Math.Max(20, Console.BufferWidth) - 1;
            string[] lines = [.. status.Active.Take(MostJobLines).Select(job => BatchText.Job(job, width)), BatchText.Total(status)];
            foreach (string line in lines)
                Console.Error.Write(line.Length > width ? line[..width] + "\n" : line + "\n");
            _linesDrawn = lines.Length;
        }
    }

    private void Erase()
    {
        if (_linesDrawn > 0)
            Console.Error.Write($"\u001b[{_linesDrawn}A\r\u001b[J");
        _linesDrawn = 0;
    }
}
