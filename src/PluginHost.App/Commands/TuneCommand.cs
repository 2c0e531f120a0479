using System.CommandLine;
using System.Globalization;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Tuning;
using PluginHost.PortAudio;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost tune</c>: settings from recordings.</summary>
internal static class TuneCommand
{
    private static readonly Option<string> Dry = new("--dry") { Description = "Recording that goes into the chain", HelpName = "FILE", Required = true };

    private static readonly Option<string?> Target = new("--target")
    {
        Description = "The same performance as it should come out, in time with it", HelpName = "FILE",
    };

    private static readonly Option<string?> Reference = new("--reference")
    {
        Description = "Something else whose average spectrum and loudness to match", HelpName = "FILE",
    };

    private static readonly Option<string[]> Parameters = new("--params")
    {
        Description = "What to tune, with commas between; * stands for any letters (default: all that can be)",
        HelpName = "SLOT.PARAMETER,...", DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> Output = new("--out", "-o") { Description = "Preset to write", HelpName = "FILE.json", Required = true };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an existing preset" };

    private static readonly Option<int> Steps =
        Options.Whole("--steps", $"Steps of the last descent, 1 to {TuneOptions.MaxSteps} (default 250)", 250, 1, TuneOptions.MaxSteps);

    private static readonly Option<int> Seed = Options.Whole("--seed", "Seed of the search (default 1)", 1, 0, int.MaxValue);

    private static readonly Option<bool> AsJson = new("--json") { Description = "For scripts" };

    public static Command Create()
    {
        ChainArguments chain = new();
        Command command = new("tune", """
            Find the settings of a chain from recordings: by gradient descent on the code of its effects, to make --dry sound like
            --target (the same performance) or like --reference (anything). Ctrl-C keeps the best so far.

            Examples:
              pluginhost tune --dry guitar.wav --target guitar-mixed.wav --effect parametric-eq --effect gain --out found.json
              pluginhost tune --dry take.wav --target wet.wav --preset mine --params 1.band1-*,1.band2-*,gain.gain --out p2.json
              pluginhost tune --dry take.wav --reference record.flac --effect parametric-eq --out like-the-record.json
              pluginhost render take.wav --preset p2.json --out tuned.wav
            """) { Dry, Target, Reference, Parameters, Output, Overwrite, Steps, Seed, AsJson };
        chain.AddTo(command);
        command.SetAction(parsed =>
        {
            if ((parsed.GetValue(Target) is null) == (parsed.GetValue(Reference) is null))
                throw new CommandError("name what it should sound like: either --target FILE or --reference FILE");
            string output = parsed.GetValue(Output)!;
            if (!output.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                throw new CommandError($"--out is '{output}', but a preset file ends in .json");
            if (File.Exists(output) && !parsed.GetValue(Overwrite))
                throw new CommandError($"{output}: the file is there already (--overwrite replaces it)");
            using ChainPlan plan = chain.Read(parsed, null);
            return Tune(plan, parsed, output);
        });
        return command;
    }

    private static int Tune(ChainPlan plan, ParseResult parsed, string output)
    {
        TuneOptions options = new()
        {
            Dry = parsed.GetValue(Dry)!,
            Target = parsed.GetValue(Target),
            Reference = parsed.GetValue(Reference),
            Parameters = [.. parsed.GetValue(Parameters)!.SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Steps = parsed.GetValue(Steps),
            Seed = (ulong)parsed.GetValue(Seed),
        };
        using Interruption interruption = new();
        TuneLine line = new();
        TuneReport report;
        try
        {
            report = new ChainTuner(plan.Build, (preset, engine) => plan.Build(preset, engine), new AudioThread())
                .Run(options, Path.GetFileNameWithoutExtension(output), line.Show, interruption.Token);
        }
        catch (TuneException exception)
        {
            throw new CommandError(exception.Message);
        }
        finally
        {
            line.End();
        }
        if (report.IsImproved)
            PresetWriter.Write(report.Preset, output, parsed.GetValue(Overwrite));
        if (parsed.GetValue(AsJson))
            PrintJson(report, output);
        else
            Print(report);
        foreach (string note in report.Notes)
            Console.Error.WriteLine("pluginhost: " + note);
        Console.Error.WriteLine("pluginhost: " + Verdict(report, output));
        return report.IsImproved ? ExitCode.Done : ExitCode.PartlyFailed;
    }

    private static string Verdict(TuneReport report, string output)
    {
        string measured = string.Create(CultureInfo.InvariantCulture, $"loss {report.LossBefore:0.0000} to {report.LossAfter:0.0000}")
            + (report.ErrorAfterDb is { } after ? string.Create(CultureInfo.InvariantCulture, $", error {report.ErrorBeforeDb:0.0} to {after:0.0} dB") : "");
        string stopped = report.IsInterrupted ? "interrupted; the best so far: " : "";
        return report.IsImproved
            ? $"{stopped}{output}: {measured}"
            : $"{stopped}nothing improved ({measured}); {output} was not written. The chain may be set as well as it can be, or cannot make this sound";
    }

    private static void Print(TuneReport report) => Table.Print(Console.Out, ["parameter", "before", "after", ""],
        [.. report.Changes.Select(change => new[] { change.Name, Round(change.Before), Round(change.After), change.Unit })]);

    private static void PrintJson(TuneReport report, string output) => Json.Print(new
    {
        output = report.IsImproved ? output : null,
        improved = report.IsImproved,
        interrupted = report.IsInterrupted,
        lossBefore = report.LossBefore,
        lossAfter = report.LossAfter,
        errorBeforeDb = report.ErrorBeforeDb,
        errorAfterDb = report.ErrorAfterDb,
        delayFrames = report.DelayFrames,
        evaluations = report.Evaluations,
        parameters = report.Changes,
        notes = report.Notes,
    });

    private static string Round(float value) => ParameterText.Plain((float)Math.Round(value, 3));
}
