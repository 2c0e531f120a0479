using System.CommandLine;
using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary><c>pluginhost plugins [ID]</c>: what is there, or what one effect can be set to.</summary>
internal static class PluginsCommand
{
    public static Command Create()
    {
        Argument<string?> id = new("ID") { Description = "Effect whose parameters to list", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = new("--json") { Description = "For scripts" };
        Option<string[]> plugins = new("--plugins")
        {
            Description = "Another folder of plugins beside the shipped one", HelpName = "DIR", DefaultValueFactory = _ => [],
        };
        Command command = new("plugins", """
            List the effects, or the parameters of one.

            Examples:
              pluginhost plugins
              pluginhost plugins parametric-eq --json
            """) { id, json, plugins };
        command.SetAction(parsed =>
        {
            using PluginCatalog catalog = Catalogs.Open(parsed.GetValue(plugins)!);
            return parsed.GetValue(id) is { } one
                ? Describe(catalog, one, parsed.GetValue(json))
                : List(catalog, parsed.GetValue(json));
        });
        return command;
    }

    private static int List(PluginCatalog catalog, bool json)
    {
        if (json)
            Json.Print(new { plugins = catalog.Plugins, problems = catalog.Problems });
        else
        {
            Table.Print(Console.Out, ["id", "name", "version", "description"],
                [.. catalog.Plugins.SelectMany(plugin => plugin.Effects.Select(effect =>
                    new[] { effect.Id, effect.Name, plugin.Version ?? "", effect.Description }))]);
            foreach (PluginProblem problem in catalog.Problems)
                Console.Error.WriteLine($"pluginhost: {problem}");
        }
        return catalog.Problems.Count == 0 ? ExitCode.Done : ExitCode.PartlyFailed;
    }

    private static int Describe(PluginCatalog catalog, string id, bool json)
    {
        EffectDescription effect = catalog.Describe(id);
        if (json)
        {
            Json.Print(effect);
            return ExitCode.Done;
        }
        Console.WriteLine($"{effect.Effect.Name} ({effect.Effect.Id}): {effect.Effect.Description}");
        Console.WriteLine();
        Table.Print(Console.Out, ["parameter", "name", "range", "default"],
            [.. effect.Parameters.Select(parameter => new[]
            {
                parameter.Id, parameter.Name, Range(parameter), Value(parameter, parameter.Default),
            })]);
        return ExitCode.Done;
    }

    private static string Range(ParameterDescription parameter) => parameter.Choices.Count > 0
        ? string.Join(", ", parameter.Choices)
        : $"{ParameterText.Plain(parameter.Minimum)} to {ParameterText.Plain(parameter.Maximum)} {parameter.Unit}".TrimEnd();

    private static string Value(ParameterDescription parameter, float value) => parameter.Choices.Count > 0
        ? parameter.Choices[(int)MathF.Round(value - parameter.Minimum)]
        : $"{ParameterText.Plain(value)} {parameter.Unit}".TrimEnd();
}
