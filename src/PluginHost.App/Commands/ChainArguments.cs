using System.CommandLine;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Sessions;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary>What every command that runs a chain takes: a preset or effects, values, plugin folders.</summary>
internal sealed class ChainArguments
{
    private readonly Option<string?> _preset = new("--preset", "-p")
    {
        Description = "Name of a preset, or a .json file", HelpName = "NAME|FILE",
    };

    private readonly Option<string[]> _effects = new("--effect", "-e")
    {
        Description = "Id of an effect instead of a preset; repeat it to build a chain", HelpName = "ID", DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _values = new("--set")
    {
        Description = "Value for a parameter; the slot is its number from 1 or its effect's id", HelpName = "SLOT.PARAMETER=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _plugins = new("--plugins")
    {
        Description = "Another folder of plugins beside the shipped one", HelpName = "DIR", DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_preset);
        command.Options.Add(_effects);
        command.Options.Add(_values);
        AddPluginsTo(command);
    }

    /// <summary>Adds the plugin folders alone, for a command that is told elsewhere what to run.</summary>
    public void AddPluginsTo(Command command) => command.Options.Add(_plugins);

    /// <summary>Reads the plugin folders alone; the chain is empty.</summary>
    public ChainPlan ReadPlugins(ParseResult parsed) =>
        new(Catalogs.Directories(parsed.GetValue(_plugins)!), new PresetLibrary(AppPaths.Find().Presets), Preset.OfEffects(), []);

    /// <summary>Reads what the user asked for; nothing of a plugin runs yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="standard">Preset to take when neither a preset nor an effect is named; null demands one.</param>
    public ChainPlan Read(ParseResult parsed, string? standard)
    {
        if (parsed.GetValue(_preset) is null && parsed.GetValue(_effects)!.Length == 0 && standard is null)
            throw new CommandError("name what to run: --preset NAME or --effect ID (see: pluginhost presets, pluginhost plugins)");
        return ReadOptional(parsed, standard);
    }

    /// <summary>Likewise, but without a preset or an effect the chain is empty.</summary>
    public ChainPlan ReadOptional(ParseResult parsed, string? standard = null)
    {
        string? preset = parsed.GetValue(_preset);
        string[] effects = parsed.GetValue(_effects)!;
        if (preset is not null && effects.Length > 0)
            throw new CommandError("--preset and --effect exclude each other: a preset names its effects");
        PresetLibrary library = new(AppPaths.Find().Presets);
        return new ChainPlan(
            Catalogs.Directories(parsed.GetValue(_plugins)!), library,
            (preset ?? standard) is { } name && effects.Length == 0 ? library.Load(name) : Preset.OfEffects(effects),
            [.. parsed.GetValue(_values)!.Select(ParameterOverride.Parse)]);
    }
}

/// <summary>What to run, and from where.</summary>
internal sealed class ChainPlan(
    IReadOnlyList<string> pluginDirectories, PresetLibrary library, Preset preset, IReadOnlyList<ParameterOverride> overrides) : IDisposable
{
    public IReadOnlyList<string> PluginDirectories { get; } = pluginDirectories;

    public PluginCatalog Catalog { get; } = new(pluginDirectories);

    public PresetLibrary Library { get; } = library;

    public Preset Preset { get; } = preset;

    public IReadOnlyList<ParameterOverride> Overrides { get; } = overrides;

    /// <summary>Gives the assembly of an effect; null when there is none.</summary>
    public string? EffectFile(string id) => Catalog.Plugins.FirstOrDefault(plugin => plugin.Effects.Any(effect => effect.Id == id))?.File;

    /// <summary>Builds the chain once, for a common format: what is wrong with it is no file's fault.</summary>
    public void RequireEffects() => Build(RenderOptions.Offline(new AudioFormat(48_000, 2, RenderOptions.MinBlockFrames))).Dispose();

    /// <summary>Builds the chain that was asked for.</summary>
    public Chain Build(EngineOptions options) => Build(Preset, options, Overrides);

    /// <summary>Builds another preset's chain from the same plugins.</summary>
    public Chain Build(Preset preset, EngineOptions options, params IEnumerable<ParameterOverride> changes) =>
        TimedBuild.Run(() => new ChainBuilder(Create, () => Catalog.Effects.Select(effect => effect.Id)).Build(preset, options, changes));

    public void Dispose() => Catalog.Dispose();

    private Slot Create(string id)
    {
        EffectInstance instance = Catalog.Create(id);
        return new Slot(id, instance.Effect, instance);
    }
}
