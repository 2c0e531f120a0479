using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Batches;

/// <summary>
/// Renders jobs, one after the other, for whoever has them: a thread of the local pool or a worker on another machine. The output
/// depends on the recipe and the input alone, not on the jobs before. Belongs to one thread.
/// </summary>
/// <param name="recipe">What to do.</param>
/// <param name="buildChain">Builds the recipe's chain.</param>
/// <param name="folder">What paths are relative to.</param>
/// <param name="thread">Makes the calling thread flush denormals as the live one does; plain .NET when null.</param>
public sealed class JobRenderer(
    RenderRecipe recipe, Func<EngineOptions, Chain> buildChain, WorkFolder folder, IAudioThread? thread = null) : IDisposable
{
    private readonly OfflineRenderer _renderer = new(buildChain, thread, keepChain: true);

    /// <summary>Renders one job. Allocates and does I/O. [control-thread]</summary>
    /// <param name="job">The job; the folder of its output is created.</param>
    /// <param name="progress">Told about every second of sound, on this thread.</param>
    /// <param name="cancellation">Ends the work; no output is left.</param>
    /// <param name="replaces">Whether an output that is there may be replaced even where the recipe does not allow it.</param>
    /// <returns>What became of it. A file that cannot be rendered is a result, too, and says why.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public JobResult Render(RenderJob job, Action<RenderProgress>? progress, CancellationToken cancellation, bool replaces = false)
    {
        ArgumentNullException.ThrowIfNull(job);
        long start = Stopwatch.GetTimestamp();
        try
        {
            string input = folder.Resolve(job.Input);
            string output = folder.Resolve(job.Output);
            Directory.CreateDirectory(Path.GetDirectoryName(output)!);
            RenderOptions options = replaces ? recipe.Options with { Overwrite = true } : recipe.Options;
            RenderReport report = _renderer.Render(input, output, options, progress, cancellation);
            return new JobResult(job, report.IsComplete ? JobState.Done : JobState.Partial,
                string.Join("; ", report.Faults.Concat(report.Warnings)), (double)report.InputFrames / report.SampleRate,
                Stopwatch.GetElapsedTime(start).TotalSeconds, report);
        }
        catch (Exception error) when (IsOfThisFile(error))
        {
            string reason = error is AudioFileException known ? known.Reason : error.Message.ReplaceLineEndings(" ");
            return new JobResult(job, JobState.Failed, reason, 0, Stopwatch.GetElapsedTime(start).TotalSeconds, null);
        }
    }

    /// <summary>Disposes the chain. [control-thread]</summary>
    public void Dispose() => _renderer.Dispose();

    // A chain that cannot be built for this rate and these channels may well be for others.
    private static bool IsOfThisFile(Exception error) => error is AudioFileException or ChainException or PresetException or IOException
        or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException;
}
