using PluginHost.Hosting.Batches;

namespace PluginHost.App.Rendering;

/// <summary>Words for the progress of a batch.</summary>
internal static class BatchText
{
    private const int BarCells = 20;

    /// <summary>All jobs: <c>12 of 340 files, 1 failed, 85 x real time, 3:20 left</c>.</summary>
    public static string Total(BatchStatus status)
    {
        string failed = status.Failed > 0 ? $", {status.Failed} failed" : "";
        string left = status.SecondsLeft is { } seconds && status.Ended < status.Jobs ? $", {Clock(seconds)} left" : "";
        return FormattableString.Invariant($"{status.Ended} of {status.Jobs} files{failed}, {status.TimesRealTime:0} x real time{left}");
    }

    /// <summary>One job: a bar, its share, its name.</summary>
    public static string Job(JobStatus job, int width)
    {
        int cells = (int)Math.Round(BarCells * Math.Clamp(job.Fraction ?? 0, 0, 1));
        string share = job.Fraction is { } fraction ? $"{(int)(100 * Math.Min(fraction, 1)),3} %" : $"{Clock(job.Seconds),5}";
        string line = $"[{new string('#', cells)}{new string('.', BarCells - cells)}] {share}  ";
        string name = job.Job.Input;
        int room = Math.Max(1, width - line.Length);
        // The end of a path tells more than its beginning.
        return line + (name.Length <= room ? name : "~" + name[^(room - 1)..]);
    }

    /// <summary>Minutes and seconds, with hours where there are any.</summary>
    public static string Clock(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 359_999));
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
    }
}
