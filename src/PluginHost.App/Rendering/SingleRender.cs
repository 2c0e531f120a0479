using PluginHost.App.Commands;
using PluginHost.Hosting.Rendering;
using PluginHost.PortAudio;

namespace PluginHost.App.Rendering;

/// <summary>One file to one file: whatever is wrong with it ends the command.</summary>
internal static class SingleRender
{
    public static int Run(ChainPlan plan, string input, string output, RenderOptions options, string? reportFile, CancellationToken cancellation)
    {
        using OfflineRenderer renderer = new(plan.Build, new AudioThread());
        RenderReport report;
        try
        {
            report = renderer.Render(input, output, options, progress => Progress(progress), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new CommandError($"interrupted; {output} was not written");
        }
        finally
        {
            Progress(null);
        }
        foreach (string line in report.Faults.Concat(report.Warnings))
            Console.Error.WriteLine("pluginhost: " + line);
        string loudness = report.Loudness is { OutputLufs: { } lufs } ? FormattableString.Invariant($", {lufs:0.0} LUFS") : "";
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {output}: {report.Seconds:0.0} s, peak {report.PeakDb:0.0} dBFS{loudness}, {report.TimesRealTime:0} x real time"));
        if (reportFile is not null)
            Json.Save(reportFile, report);
        return report.IsComplete ? ExitCode.Done : ExitCode.PartlyFailed;
    }

    private static void Progress(RenderProgress? progress)
    {
        if (Console.IsErrorRedirected)
            return;
        Console.Error.Write("\r\u001b[2K");
        if (progress is { TotalFrames: > 0 and long total } at)
            Console.Error.Write($"rendering {100 * at.Frames / total,3} %");
    }
}
