using System.CommandLine;
using System.Globalization;
using PluginHost.Hosting.Playback;

namespace PluginHost.App.Play;

/// <summary>The options of <c>pluginhost play</c> beside those of the chain and of the device.</summary>
internal sealed class PlayOptions
{
    public Argument<string[]> Files { get; } = new("FILE")
    {
        Description = "Sound files, folders (with the folders in them), patterns and playlists (m3u, m3u8)", Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> Loop { get; } = new("--loop", "-l") { Description = "Begin again after the last file, for ever" };

    public Option<double> From { get; } = new("--from")
    {
        Description = "Begin there in the first file: seconds, or M:SS, or H:MM:SS", HelpName = "T", DefaultValueFactory = _ => 0,
        CustomParser = result => PlayTime.TryParse(result.Tokens[0].Value, out double seconds) ? seconds
            : Wrong<double>(result, $"--from is '{result.Tokens[0].Value}', but must be seconds, M:SS or H:MM:SS"),
    };

    public Option<double> Gain { get; } = Number("--gain", "Volume in dB, -60 to 24 (default 0)", 0, PlaybackOutput.MinGainDb, PlaybackOutput.MaxGainDb);

    public Option<double> Limit { get; } = Number("--limit", "Keep true peaks below this, in dBTP, -20 to 0 (default 0)", 0, -20, 0);

    public Option<bool> NoLimit { get; } = new("--no-limit") { Description = "Without the limiter: what is too loud is cut off by the guard" };

    public Option<double> Buffer { get; } = Number("--buffer", "How long the disk may stall unheard, in seconds, 0.25 to 60 (default 4)", 4, 0.25, 60);

    public Option<string?> Record { get; } = new("--record", "-r")
    {
        Description = "Write what is heard to a file; without a sound card it is pluginhost-play.wav", HelpName = "FILE.wav",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Files);
        foreach (Option option in (Option[])[Loop, From, Gain, Limit, NoLimit, Buffer, Record])
            command.Options.Add(option);
    }

    private static Option<double> Number(string name, string what, double standard, double least, double most) => new(name)
    {
        Description = what, HelpName = "N", DefaultValueFactory = _ => standard,
        CustomParser = result =>
            double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
                ? value
                : Wrong<double>(result, FormattableString.Invariant($"{name} is {result.Tokens[0].Value}, but must be {least} to {most}")),
    };

    private static T? Wrong<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
