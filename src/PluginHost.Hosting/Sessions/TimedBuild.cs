using PluginHost.Engine.Chains;

namespace PluginHost.Hosting.Sessions;

/// <summary>Builds a chain on a thread of its own, because a plugin's constructor, Prepare or first block may never return.</summary>
public static class TimedBuild
{
    /// <summary>How long a chain may take to be built.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Builds. [control-thread]</summary>
    /// <param name="build">Creates, prepares and warms up.</param>
    /// <param name="limit">How long to wait, <see cref="Limit"/> when null.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="ChainException">It took too long; the thread is left behind. What <paramref name="build"/> throws passes.</exception>
    public static Chain Run(Func<Chain> build, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        Task<Chain> task = Task.Factory.StartNew(build, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        TimeSpan patience = limit ?? Limit;
        if (((IAsyncResult)task).AsyncWaitHandle.WaitOne(patience))
            return task.GetAwaiter().GetResult();
        // Should it return one day after all, nobody will want it.
        task.ContinueWith(late => late.Result.Dispose(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        throw new ChainException($"the chain was not ready after {patience.TotalSeconds:0} s: an effect does not return from its "
            + "constructor, Prepare or first block");
    }
}
