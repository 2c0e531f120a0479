using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Queues;

/// <summary>What a worker says about a job: that it is done, or that one more attempt has failed.</summary>
/// <param name="Number">Place of the job in its run's plan.</param>
/// <param name="Worker">Who it was.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why it failed or is partial; what else the user should know; may be empty.</param>
/// <param name="InputSeconds">Length of what was read.</param>
/// <param name="ElapsedSeconds">Time it took.</param>
/// <param name="Report">Levels and counts; null when nothing was rendered.</param>
public sealed record QueuedResult(
    int Number, string Worker, JobState State, string Reason, double InputSeconds, double ElapsedSeconds, RenderReport? Report)
{
    /// <summary>The largest message, in bytes.</summary>
    public const int MaxBytes = 1 << 18;

    private const int LongestText = 2000;
    private const int MostFaults = 20;

    /// <summary>Makes one. [any-thread]</summary>
    /// <param name="number">Place of the job in its run's plan.</param>
    /// <param name="worker">Who it was.</param>
    /// <param name="result">What became of it.</param>
    /// <returns>The result, without the folder of this machine.</returns>
    public static QueuedResult Of(int number, string worker, JobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        RenderReport? report = result.Report is null ? null : result.Report with
        {
            InputFile = result.Job.Input, OutputFile = result.Job.Output, Faults = [.. result.Report.Faults.Take(MostFaults).Select(Bounded)],
        };
        return new QueuedResult(number, worker, result.State, Bounded(result.Reason), result.InputSeconds, result.ElapsedSeconds, report);
    }

    /// <summary>Writes it. Allocates. [any-thread]</summary>
    /// <returns>JSON in UTF-8 that <see cref="Read"/> reads back.</returns>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public byte[] ToBytes() => QueueJson.Write(this, "a result", MaxBytes);

    /// <summary>Reads one. Allocates. [any-thread]</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static QueuedResult Read(ReadOnlyMemory<byte> utf8) => QueueJson.Read<QueuedResult>(utf8, "the result", MaxBytes);

    /// <summary>Gives what it means for a job. [any-thread]</summary>
    /// <param name="job">The job of that number.</param>
    /// <returns>The same, for reports.</returns>
    public JobResult ToResult(RenderJob job) => new(job, State, Reason, InputSeconds, ElapsedSeconds, Report);

    private static string Bounded(string text) => text.Length > LongestText ? text[..LongestText] + "..." : text;
}

/// <summary>Many results in one message, which takes the place of theirs, so that a long run does not burden the broker.</summary>
/// <param name="Results">What workers said.</param>
/// <param name="Dead">Numbers of jobs that were given up.</param>
public sealed record QueuedResults(IReadOnlyList<QueuedResult> Results, IReadOnlyList<int> Dead)
{
    /// <summary>The largest message, in bytes.</summary>
    public const int MaxBytes = 1 << 24;

    /// <summary>Writes them. Allocates. [any-thread]</summary>
    /// <returns>JSON in UTF-8 that <see cref="Read"/> reads back.</returns>
    /// <exception cref="InvalidDataException">They are too large.</exception>
    public byte[] ToBytes() => QueueJson.Write(this, "results", MaxBytes);

    /// <summary>Reads them. Allocates. [any-thread]</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The results.</returns>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static QueuedResults Read(ReadOnlyMemory<byte> utf8) => QueueJson.Read<QueuedResults>(utf8, "the results", MaxBytes);
}

/// <summary>How far a worker is with a job; may be lost.</summary>
/// <param name="Number">Place of the job in its run's plan.</param>
/// <param name="Frames">Input frames done; 0 when it begins.</param>
/// <param name="TotalFrames">Input frames in all; null when the file does not say.</param>
/// <param name="SampleRate">Frames of a second.</param>
public sealed record QueuedProgress(int Number, long Frames, long? TotalFrames, int SampleRate)
{
    private const int MaxBytes = 1024;

    /// <summary>Writes it. Allocates. [any-thread]</summary>
    /// <returns>JSON in UTF-8 that <see cref="Read"/> reads back.</returns>
    public byte[] ToBytes() => QueueJson.Write(this, "progress", MaxBytes);

    /// <summary>Reads one. Allocates. [any-thread]</summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static QueuedProgress Read(ReadOnlyMemory<byte> utf8) => QueueJson.Read<QueuedProgress>(utf8, "the progress", MaxBytes);
}
