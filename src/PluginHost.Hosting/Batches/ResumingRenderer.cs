using System.Diagnostics;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Batches;

/// <summary>Renders jobs, keeps the manifest, and leaves alone what a batch before has done. Belongs to one thread.</summary>
/// <param name="renderer">Renders.</param>
/// <param name="manifest">Shared by all threads.</param>
/// <param name="fingerprint">The recipe's.</param>
/// <param name="folder">What paths are relative to.</param>
/// <param name="resumes">Whether to skip what is done.</param>
internal sealed class ResumingRenderer(JobRenderer renderer, BatchManifest manifest, string fingerprint,
    WorkFolder folder, bool resumes)
{
    public JobResult Render(RenderJob job, Action<RenderProgress>? progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        string hash;
        FileInfo output;
        try
        {
            hash = ContentHash.OfFile(folder.Resolve(job.Input), cancellation);
            output = new FileInfo(folder.Resolve(job.Output));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The renderer finds better words for what is wrong with it.
            return renderer.Render(job, progress, cancellation);
        }
        ManifestEntry? known = manifest.Find(job.Output);
        ManifestEntry wanted = new(job.Output, fingerprint, hash, known?.Bytes);
        if (resumes && known == wanted && output.Exists && output.Length == known.Bytes)
            return new JobResult(job, JobState.Skipped, "", 0, Stopwatch.GetElapsedTime(start).TotalSeconds, null);
        bool isOurs = resumes && known is not null;
        if ((!output.Exists || isOurs) && Remember(wanted with { Bytes = null }) is { } problem)
            return new JobResult(job, JobState.Failed, problem, 0, Stopwatch.GetElapsedTime(start).TotalSeconds, null);
        JobResult result = renderer.Render(job, progress, cancellation, replaces: isOurs);
        // What is heard in part only is not done.
        if (result.State == JobState.Done && Remember(wanted with { Bytes = new FileInfo(output.FullName).Length }) is { } also)
            result = result with { Reason = result.Reason.Length > 0 ? $"{result.Reason}; {also}" : also };
        return result;
    }

    /// <summary>Adds to the manifest; says what is wrong when that fails.</summary>
    private string? Remember(ManifestEntry entry)
    {
        try
        {
            manifest.Add(entry);
            return null;
        }
        catch (IOException error)
        {
            return $"what was done cannot be remembered: {error.Message}";
        }
    }
}
