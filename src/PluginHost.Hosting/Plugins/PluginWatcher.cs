namespace PluginHost.Hosting.Plugins;

/// <summary>
/// Calls back when a plugin folder was added, rebuilt or removed and its files have come to rest. The file system's notifications
/// only wake it; what changed is found by looking, so lost, doubled and early notifications do no harm.
/// </summary>
/// <remarks>Where notifications cannot be had (too many watches, a directory that does not exist yet), it looks every second.</remarks>
public sealed class PluginWatcher : IDisposable
{
    private readonly FolderSnapshots _snapshots;
    private readonly Action<PluginChange> _changed;
    private readonly TimeSpan _settle;
    private readonly TimeSpan _pollPeriod;
    private readonly List<FileSystemWatcher> _notifiers = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;

    /// <summary>Starts watching; make it before the catalog, so that no build falls between the two. [control-thread]</summary>
    /// <param name="directories">The plugin directories of the catalog.</param>
    /// <param name="changed">Called on the watcher's own thread, once for each change; must not throw.</param>
    /// <param name="settle">How long files must stay the same, 250 ms when null.</param>
    /// <param name="poll">Whether to do without notifications, as some network and container file systems send none.</param>
    public PluginWatcher(IEnumerable<string> directories, Action<PluginChange> changed, TimeSpan? settle = null, bool poll = false)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(changed);
        string[] paths = [.. directories.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).Distinct()];
        _changed = changed;
        _settle = settle ?? TimeSpan.FromMilliseconds(250);
        _pollPeriod = TimeSpan.FromSeconds(Math.Min(1, 4 * _settle.TotalSeconds));
        IsPolling = poll || !TryNotify(paths);
        _snapshots = new FolderSnapshots(paths);
        _thread = new Thread(Run) { IsBackground = true, Name = "plugin watcher" };
        _thread.Start();
    }

    /// <summary>Gets whether it looks at regular times instead of being notified. [any-thread]</summary>
    public bool IsPolling { get; }

    /// <summary>Stops watching; when it returns, no callback runs any more. Not from within the callback. [control-thread]</summary>
    public void Dispose()
    {
        foreach (FileSystemWatcher notifier in _notifiers)
            notifier.Dispose();
        _stop.Set();
        _thread.Join();
        _wake.Dispose();
        _stop.Dispose();
    }

    private bool TryNotify(string[] paths)
    {
        try
        {
            foreach (string path in paths)
            {
                FileSystemWatcher notifier = new(path) { IncludeSubdirectories = true };
                _notifiers.Add(notifier);
                notifier.Changed += Wake;
                notifier.Created += Wake;
                notifier.Deleted += Wake;
                notifier.Renamed += Wake;
                notifier.Error += Wake;
                notifier.EnableRaisingEvents = true;
            }
            return true;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            return false;
        }
    }

    private void Wake(object sender, EventArgs what)
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // A notification that was under way while the watcher was disposed.
        }
    }

    private void Run()
    {
        WaitHandle[] reasons = [_stop, _wake];
        while (true)
        {
            TimeSpan patience = IsPolling ? _pollPeriod : Timeout.InfiniteTimeSpan;
            if (_snapshots.IsSettled && WaitHandle.WaitAny(reasons, patience) == 0)
                return;
            if (_stop.WaitOne(_settle))
                return;
            foreach (PluginChange change in _snapshots.Check())
                _changed(change);
        }
    }
}
