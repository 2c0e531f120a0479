using System.CommandLine;
using PluginHost.Hosting.Presets;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost presets</c>: the presets that are there.</summary>
internal static class PresetsCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "For scripts" };
        Command command = new("presets", """
            List the presets.

            Examples:
              pluginhost presets
              pluginhost live --preset guitar-clean
            """) { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<PresetListing> presets = new PresetLibrary(AppPaths.Find().Presets).List();
            if (parsed.GetValue(json))
                Json.Print(new { presets });
            else
                Print(presets);
            return presets.Any(preset => preset.Problem is not null) ? ExitCode.PartlyFailed : ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<PresetListing> presets)
    {
        Table.Print(Console.Out, ["preset", "effects", "description"],
            [.. presets.Where(preset => preset.Problem is null).Select(preset =>
                new[] { preset.Name, string.Join(" > ", preset.Effects), preset.Description })]);
        foreach (PresetListing broken in presets.Where(preset => preset.Problem is not null))
            Console.Error.WriteLine($"pluginhost: {broken.Problem}");
    }
}
