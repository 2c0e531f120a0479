using System.Collections.Concurrent;

namespace PluginHost.PortAudio.Native;

/// <summary>
/// The one thread that makes all control calls to PortAudio, so that a call that never returns (PortAudio waits ten minutes for
/// a JACK server that hangs) costs this thread and not the caller.
/// </summary>
internal sealed class NativeWorker : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];

    public NativeWorker(string name)
    {
        var thread = new Thread(Work) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs a call and waits for its result.</summary>
    /// <returns>False when the time was up; the call may then still be running.</returns>
    public bool TryRun<T>(Func<T> call, int limitMs, out T? result)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        var inTime = ((IAsyncResult)done.Task).AsyncWaitHandle.WaitOne(limitMs);
        result = inTime ? done.Task.GetAwaiter().GetResult() : default;
        return inTime;
    }

    /// <summary>Lets the thread end once it has nothing left to do.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Work()
    {
        foreach (var call in _queue.GetConsumingEnumerable())
            call();
    }
}
