using System.Runtime.ExceptionServices;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;

namespace PluginHost.Hosting.Batches;

/// <summary>Renders a batch on threads of this process. The outputs are the same however many there are.</summary>
/// <param name="recipe">What is done to every file.</param>
/// <param name="buildChain">Builds the recipe's chain; called from all threads.</param>
/// <param name="folder">What the paths of jobs are relative to.</param>
/// <param name="thread">Makes a thread flush denormals as the live one does; plain .NET when null.</param>
public sealed class LocalBatch(
    RenderRecipe recipe, Func<EngineOptions, Chain> buildChain, WorkFolder folder, IAudioThread? thread = null)
{
    private Exception? _fatal;

    /// <summary>Renders every job. Returns when all have ended or, soon after it was cancelled, those that had begun. [control-thread]</summary>
    /// <param name="jobs">The jobs, no output twice.</param>
    /// <param name="threads">Threads, at least 1; more than jobs is no use.</param>
    /// <param name="observer">Hears of every job.</param>
    /// <param name="manifest">Remembers what was done; null to remember nothing.</param>
    /// <param name="fingerprint">The recipe's.</param>
    /// <param name="resumes">Whether to skip what the manifest says is done.</param>
    /// <param name="cancellation">Ends the work; what was begun leaves nothing.</param>
    /// <returns>What became of each, in the order of the jobs; those that had not ended when it was cancelled are missing.</returns>
    public IReadOnlyList<JobResult> Run(IReadOnlyList<RenderJob> jobs, int threads, IBatchObserver observer, BatchManifest? manifest,
        string fingerprint, bool resumes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        JobResult?[] results = new JobResult?[jobs.Count];
        int next = -1;
        Thread[] pool = new Thread[Math.Clamp(threads, 1, Math.Max(1, jobs.Count))];
        for (int i = 0; i < pool.Length; i++)
        {
            pool[i] = new Thread(Work) { Name = $"render {i + 1}" };
            pool[i].Start();
        }
        foreach (Thread worker in pool)
            worker.Join();
        if (_fatal is { } error)
            ExceptionDispatchInfo.Throw(error);
        return [.. results.OfType<JobResult>()];

        void Work()
        {
            try
            {
                using JobRenderer renderer = new(recipe, buildChain, folder, thread);
                ResumingRenderer? resuming = manifest is null ? null : new(renderer, manifest, fingerprint, folder, resumes);
                for (int i; _fatal is null && !cancellation.IsCancellationRequested && (i = Interlocked.Increment(ref next)) < jobs.Count;)
                    results[i] = Render(jobs[i], renderer, resuming, observer, cancellation);
            }
            catch (OperationCanceledException)
            {
                // What was begun left nothing behind, and its result is missing.
            }
            catch (Exception error)
            {
                // Nothing that a file could be blamed for: the caller hears of it, the other threads stop.
                _fatal = error;
            }
        }
    }

    private static JobResult Render(RenderJob job, JobRenderer renderer, ResumingRenderer? resuming, IBatchObserver observer,
        CancellationToken cancellation)
    {
        observer.Started(job);
        JobResult result = resuming is null
            ? renderer.Render(job, progress => observer.Moved(job, progress), cancellation)
            : resuming.Render(job, progress => observer.Moved(job, progress), cancellation);
        observer.Ended(result);
        return result;
    }
}
