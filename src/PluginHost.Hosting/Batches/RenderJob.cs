namespace PluginHost.Hosting.Batches;

/// <summary>One file of a batch. Its paths are relative to a folder that everybody who may take the job sees.</summary>
/// <param name="Input">What to read, with <c>/</c> between folders.</param>
/// <param name="Output">What to write, likewise.</param>
public sealed record RenderJob(string Input, string Output);

/// <summary>How a job ended.</summary>
public enum JobState
{
    /// <summary>The output is there and every slot worked to the end.</summary>
    Done,

    /// <summary>The output was there already, made of the same input by the same recipe.</summary>
    Skipped,

    /// <summary>The output is there, but part of the chain was not heard.</summary>
    Partial,

    /// <summary>There is no output.</summary>
    Failed,
}

/// <summary>What became of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why it failed or is partial; what else the user should know; empty when there is nothing to say.</param>
/// <param name="InputSeconds">Length of what was read, in seconds; 0 when unknown.</param>
/// <param name="ElapsedSeconds">Time it took.</param>
/// <param name="Report">Levels and counts; null when nothing was rendered.</param>
public sealed record JobResult(
    RenderJob Job, JobState State, string Reason, double InputSeconds, double ElapsedSeconds, Rendering.RenderReport? Report)
{
    /// <summary>Gets whether the output is there and whole. [any-thread]</summary>
    public bool IsGood => State is JobState.Done or JobState.Skipped;
}
