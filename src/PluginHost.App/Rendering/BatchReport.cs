using PluginHost.App.Commands;
using PluginHost.Hosting.Batches;

namespace PluginHost.App.Rendering;

/// <summary>The last word about a batch: lines for people, JSON for programs, a code for scripts.</summary>
internal static class BatchReport
{
    /// <summary>Prints and saves.</summary>
    /// <param name="results">What became of every input, those refused before first.</param>
    /// <param name="unfinished">Jobs that had not ended when it was interrupted.</param>
    /// <param name="status">Counts and times.</param>
    /// <param name="file">Where to save; null for nowhere.</param>
    /// <param name="resumption">What goes on when it was interrupted.</param>
    /// <returns>The exit code.</returns>
    public static int Finish(IReadOnlyList<JobResult> results, int unfinished, BatchStatus status, string? file,
        string resumption = "--resume")
    {
        int failed = results.Count(result => !result.IsGood);
        int skipped = results.Count(result => result.State == JobState.Skipped);
        string also = (skipped > 0 ? $", {skipped} done before" : "") + (failed > 0 ? $", {failed} failed" : "")
            + (unfinished > 0 ? $"; interrupted, {unfinished} not done ({resumption} goes on)" : "");
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {results.Count - failed - skipped} of {results.Count + unfinished} files rendered{also}; {status.SoundSeconds:0.0} s of sound in {status.ElapsedSeconds:0.0} s, {status.TimesRealTime:0} x real time"));
        if (file is not null)
            Json.Save(file, Document(results, unfinished, failed, skipped, status));
        return failed + unfinished > 0 ? ExitCode.PartlyFailed : ExitCode.Done;
    }

    private static object Document(IReadOnlyList<JobResult> results, int unfinished, int failed, int skipped, BatchStatus status) => new
    {
        Done = results.Count - failed - skipped,
        Skipped = skipped,
        Failed = failed,
        Unfinished = unfinished,
        status.ElapsedSeconds,
        status.SoundSeconds,
        status.TimesRealTime,
        Files = results.Select(result => new
        {
            result.Job.Input,
            result.Job.Output,
            State = result.State.ToString().ToLowerInvariant(),
            result.Reason,
            result.ElapsedSeconds,
            result.Report,
        }),
    };
}
