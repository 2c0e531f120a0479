using System.CommandLine;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Rendering;
using PluginHost.PortAudio;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost render</c>: a file through a chain, as fast as it goes.</summary>
internal static class RenderCommand
{
    private static readonly Argument<string> Input = new("IN") { Description = "Audio file to read (WAV, AIFF, FLAC, Ogg, MP3, ...)" };

    private static readonly Option<string> Output = new("--out", "-o") { Description = "File to write: .wav or .flac", HelpName = "FILE", Required = true };

    private static readonly Option<string?> Format = new("--format") { Description = "wav (32 bit float), wav24, wav16 or flac (24 bit)", HelpName = "NAME" };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an existing file" };

    private static readonly Option<bool> NoTail = new("--no-tail") { Description = "End with the input; cut what still sounds" };

    private static readonly Option<double> Tempo = Options.Tempo();

    private static readonly Option<string?> Notes = new("--notes")
    {
        Description = "Write the notes that the chain's effects play, as a MIDI file", HelpName = "FILE.mid",
    };

    private static readonly Option<string?> Report = new("--report") { Description = "Write what was done", HelpName = "FILE.json" };

    public static Command Create()
    {
        ChainArguments chain = new();
        Command command = new("render", """
            Run a recording through a chain. The output is in time with the input, and its tail is kept.

            Examples:
              pluginhost render take.wav --preset vocal-echo --out take-echo.wav
              pluginhost render assets/jam-guitar.flac --preset jam-band --out demo.wav --notes demo.mid
              pluginhost render take.flac --effect parametric-eq --set 1.band1-gain=-6 --out clean.flac --overwrite
            """) { Input, Output, Format, Overwrite, NoTail, Tempo, Notes, Report };
        chain.AddTo(command);
        command.SetAction(parsed =>
        {
            using ChainPlan plan = chain.Read(parsed, null);
            return Render(plan, parsed);
        });
        return command;
    }

    private static int Render(ChainPlan plan, ParseResult parsed)
    {
        string input = parsed.GetValue(Input)!;
        string output = parsed.GetValue(Output)!;
        NoteTake? notes = parsed.GetValue(Notes) is { } midi ? new NoteTake(midi) : null;
        RenderOptions options = new()
        {
            Encoding = AudioEncodings.Choose(output, parsed.GetValue(Format)),
            Overwrite = parsed.GetValue(Overwrite),
            KeepTail = !parsed.GetValue(NoTail),
            TempoBpm = parsed.GetValue(Tempo),
            NoteTaker = notes is null ? null : notes.Take,
        };
        using Interruption interruption = new();
        RenderReport report;
        try
        {
            report = new OfflineRenderer(plan.Build, new AudioThread()).Render(input, output, options, Progress, interruption.Token);
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
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {output}: {report.Seconds:0.0} s, peak {report.PeakDb:0.0} dBFS, {report.TimesRealTime:0} x real time"));
        notes?.Save();
        if (parsed.GetValue(Report) is { } file)
            Json.Save(file, report);
        return report.IsComplete ? ExitCode.Done : ExitCode.PartlyFailed;
    }

    private static void Progress(RenderProgress progress) => Progress((RenderProgress?)progress);

    private static void Progress(RenderProgress? progress)
    {
        if (Console.IsErrorRedirected)
            return;
        Console.Error.Write("\r\u001b[2K");
        if (progress is { TotalFrames: > 0 and long total } at)
            Console.Error.Write($"rendering {100 * at.Frames / total,3} %");
    }
}
