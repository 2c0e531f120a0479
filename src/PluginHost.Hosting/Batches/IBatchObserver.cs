using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Batches;

/// <summary>Hears what happens in a batch, wherever its jobs are rendered. Called from many threads at once.</summary>
public interface IBatchObserver
{
    /// <summary>Begins a job. [any-thread]</summary>
    /// <param name="job">The job.</param>
    void Started(RenderJob job);

    /// <summary>Tells how far a job is. [any-thread]</summary>
    /// <param name="job">A job that began.</param>
    /// <param name="progress">Input frames done.</param>
    void Moved(RenderJob job, RenderProgress progress);

    /// <summary>Ends a job. [any-thread]</summary>
    /// <param name="result">What became of it.</param>
    void Ended(JobResult result);
}
