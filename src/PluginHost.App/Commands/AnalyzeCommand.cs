using System.CommandLine;
using PluginHost.App.Analysis;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost analyze</c>: what recordings are like.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<string[]> Inputs = new("FILE")
    {
        Description = "Audio files, folders, or patterns such as 'takes/**/*.wav'", HelpName = "FILE|DIR", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Print JSON instead of a table" };

    private static readonly Option<string?> Plot = new("--plot")
    {
        Description = "Draw waveform and spectrogram; for more than one file a folder", HelpName = "FILE.png|DIR",
    };

    private static readonly Option<int> Jobs = Options.Whole("--jobs", "Files analysed at a time (default: one for each core)", Environment.ProcessorCount, 1, 1024);

    public static Command Create()
    {
        Command command = new("analyze", """
            Measure recordings: length, peak, true peak, loudness, noise floor, clipping, DC, tempo and key.

            Examples:
              pluginhost analyze take.wav --plot take.png
              pluginhost analyze recordings/ --json
            """) { Inputs, AsJson, Plot, Jobs };
        command.SetAction(parsed =>
        {
            using Interruption interruption = new();
            return new AnalyzeRun(parsed.GetValue(Plot), parsed.GetValue(Jobs), interruption.Token)
                .Run(parsed.GetValue(Inputs)!, parsed.GetValue(AsJson));
        });
        return command;
    }
}
