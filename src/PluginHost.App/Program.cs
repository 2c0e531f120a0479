using System.CommandLine;
using PluginHost.App.Commands;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;

RootCommand root = new("""
    PluginHost: plug an instrument in, run it through a chain of effects, hear it within a few milliseconds.

    Examples:
      pluginhost live                                      play through the default device (or the demo, without one)
      pluginhost live --mode direct --preset guitar-clean  the lowest latency
      pluginhost play album/ --preset vocal-echo           files, folders and playlists, without a gap
      pluginhost render take.wav --preset vocal-echo --out clean.wav
      pluginhost plugins parametric-eq                     what can be set, in which units
    """);
root.Subcommands.Add(LiveCommand.Create());
root.Subcommands.Add(PlayCommand.Create());
root.Subcommands.Add(RenderCommand.Create());
root.Subcommands.Add(WorkerCommand.Create());
root.Subcommands.Add(AnalyzeCommand.Create());
root.Subcommands.Add(PipeCommand.Create());
root.Subcommands.Add(TuneCommand.Create());
root.Subcommands.Add(DevicesCommand.Create());
root.Subcommands.Add(PluginsCommand.Create());
root.Subcommands.Add(PresetsCommand.Create());
root.Subcommands.Add(TrainCommand.Create());
root.Subcommands.Add(GenerateCommand.Create());
root.Subcommands.Add(CheckCommand.Create());
root.Subcommands.Add(NewCommand.Create());

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
    return Fail(ExitCode.WrongInput, parsed.Errors[0].Message + HelpHint(parsed));
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (AudioDeviceException exception)
{
    return Fail(ExitCode.NoDevice, exception.Message);
}
catch (Exception exception) when (exception is CommandError or PresetException or ChainException or PluginLoadException
    or AudioFileException or IOException or UnauthorizedAccessException)
{
    return Fail(ExitCode.WrongInput, exception.Message);
}

static string HelpHint(ParseResult parsed) =>
    $" (see: pluginhost {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help)";

static int Fail(int code, string message)
{
    Console.Error.WriteLine("pluginhost: " + message.ReplaceLineEndings(" "));
    return code;
}
