using System.Diagnostics;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Batches;

/// <summary>How far a batch is, wherever its jobs are rendered: one view for the local pool and for many machines.</summary>
public sealed class BatchTally : IBatchObserver
{
    // Before that, a guess would be about the start of the program.
    private const double LeastShare = 0.005;
    private readonly Lock _gate = new();
    private readonly long _start;
    private readonly Dictionary<RenderJob, long> _bytes;
    private readonly SortedDictionary<string, (RenderJob Job, RenderProgress At)> _active = new(StringComparer.Ordinal);
    private readonly long _allBytes;
    private long _doneBytes;
    private double _doneSeconds;
    private int _done;
    private int _skipped;
    private int _failed;

    /// <summary>Starts the clock. [control-thread]</summary>
    /// <param name="jobs">All jobs with the bytes of their inputs, by which the time left is estimated.</param>
    /// <param name="elapsed">Time that has passed already.</param>
    public BatchTally(IEnumerable<(RenderJob Job, long Bytes)> jobs, TimeSpan elapsed = default)
    {
        _start = Stopwatch.GetTimestamp() - (long)(elapsed.TotalSeconds * Stopwatch.Frequency);
        _bytes = jobs.ToDictionary(job => job.Job, job => Math.Max(1, job.Bytes));
        _allBytes = _bytes.Values.Sum();
    }

    /// <summary>Gets where it stands. [any-thread]</summary>
    public BatchStatus Status
    {
        get
        {
            lock (_gate)
            {
                double elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
                JobStatus[] active = [.. _active.Values.Select(job => JobStatus.Of(job.Job, job.At))];
                double seconds = _doneSeconds + active.Sum(job => job.Seconds);
                double bytes = _doneBytes + active.Sum(job => _bytes.GetValueOrDefault(job.Job) * (job.Fraction ?? 0));
                return new BatchStatus(_bytes.Count, _done, _skipped, _failed, active, elapsed, seconds,
                    bytes > LeastShare * _allBytes ? elapsed * (_allBytes - bytes) / bytes : null);
            }
        }
    }

    /// <inheritdoc/>
    public void Started(RenderJob job)
    {
        lock (_gate)
            _active[job.Output] = (job, default);
    }

    /// <inheritdoc/>
    public void Moved(RenderJob job, RenderProgress progress)
    {
        lock (_gate)
            _active[job.Output] = (job, progress);
    }

    /// <inheritdoc/>
    public void Ended(JobResult result)
    {
        lock (_gate)
        {
            _active.Remove(result.Job.Output);
            _doneBytes += _bytes.GetValueOrDefault(result.Job);
            _doneSeconds += result.State == JobState.Skipped ? 0 : result.InputSeconds;
            _ = result.State switch
            {
                JobState.Done => _done++,
                JobState.Skipped => _skipped++,
                _ => _failed++,
            };
        }
    }
}

/// <summary>Where a batch stands.</summary>
/// <param name="Jobs">Jobs in all.</param>
/// <param name="Done">Those that ended well.</param>
/// <param name="Skipped">Those that were done before.</param>
/// <param name="Failed">Those that failed, wholly or in part.</param>
/// <param name="Active">Those being rendered, by the name of their output.</param>
/// <param name="ElapsedSeconds">Time since the start.</param>
/// <param name="SoundSeconds">Length of the sound rendered so far.</param>
/// <param name="SecondsLeft">Estimated from the bytes read so far; null while that is too little to go by.</param>
public sealed record BatchStatus(int Jobs, int Done, int Skipped, int Failed, IReadOnlyList<JobStatus> Active, double ElapsedSeconds,
    double SoundSeconds, double? SecondsLeft)
{
    /// <summary>Gets the jobs that ended, however. [any-thread]</summary>
    public int Ended => Done + Skipped + Failed;

    /// <summary>Gets how much faster than playing it is, all jobs together. [any-thread]</summary>
    public double TimesRealTime => ElapsedSeconds > 0 ? SoundSeconds / ElapsedSeconds : 0;
}

/// <summary>Where a job stands.</summary>
/// <param name="Job">The job.</param>
/// <param name="Seconds">Sound done, in seconds.</param>
/// <param name="Fraction">Share that is done, 0 to 1; null when nobody knows.</param>
public sealed record JobStatus(RenderJob Job, double Seconds, double? Fraction)
{
    internal static JobStatus Of(RenderJob job, RenderProgress at) => new(job,
        at.SampleRate > 0 ? (double)at.Frames / at.SampleRate : 0, at.TotalFrames > 0 ? (double)at.Frames / at.TotalFrames : null);
}
