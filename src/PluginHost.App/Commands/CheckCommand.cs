using System.CommandLine;
using PluginHost.Hosting.Checking;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost check</c>: does a plugin keep every promise?</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Argument<string> file = new("PLUGIN.dll") { Description = "The built plugin" };
        Option<string?> json = new("--json") { Description = "Write the report for scripts", HelpName = "FILE" };
        Command command = new("check", """
            Check every promise an effect makes: block sizes, reset, latency, tail, allocation, extremes, state, unloading.

            Examples:
              pluginhost check dist/Tremolo/Tremolo.dll
              pluginhost check Tremolo.dll --json report.json
            """) { file, json };
        command.SetAction(parsed =>
        {
            string plugin = parsed.GetValue(file)!;
            if (!File.Exists(plugin))
                throw new CommandError($"there is no file '{plugin}'");
            HostFolders.Models = AppPaths.Find().Models;
            PluginCheckReport report = PluginCheck.Run(plugin);
            Console.WriteLine(ReportText.Of(report));
            if (parsed.GetValue(json) is { } target)
                Save(report, target);
            return report.Failed == 0 ? ExitCode.Done : ExitCode.PartlyFailed;
        });
        return command;
    }

    private static void Save(PluginCheckReport report, string target)
    {
        using (FileStream stream = File.Create(target + ".tmp"))
            ReportJson.Write(report, stream);
        File.Move(target + ".tmp", target, overwrite: true);
    }
}
