namespace PluginHost.Hosting.Plugins;

/// <summary>Which plugin an id means, at one moment. Immutable.</summary>
internal sealed class EffectIndex
{
    private readonly Dictionary<string, PluginEntry> _owners = new(StringComparer.Ordinal);
    private readonly List<PluginInfo> _plugins = [];

    /// <summary>Gives each id to the first plugin that claims it. [control-thread]</summary>
    /// <param name="entries">In order of precedence.</param>
    public EffectIndex(IEnumerable<PluginEntry> entries)
    {
        foreach (PluginEntry entry in entries)
        {
            List<EffectInfo> effects = [];
            List<PluginProblem> problems = [.. entry.Problems];
            foreach (EffectDeclaration effect in entry.Scan.Effects)
            {
                if (_owners.TryAdd(effect.Info.Id, entry))
                    effects.Add(effect.Info);
                else
                    problems.Add(new PluginProblem(entry.Scan.Main!.File,
                        $"The id '{effect.Info.Id}' of the class {effect.TypeName} belongs to "
                        + $"{_owners[effect.Info.Id].Scan.Main!.File} already: this effect is left out."));
            }
            _plugins.Add(new PluginInfo(entry.Folder, entry.Scan.Main?.File, entry.Scan.Main?.Version?.ToString(),
                effects, problems));
        }
    }

    /// <summary>Every plugin, in order of precedence.</summary>
    public IReadOnlyList<PluginInfo> Plugins => _plugins;

    /// <summary>Ids that can be created, in ordinal order.</summary>
    public IEnumerable<string> Ids => _owners.Keys.Order(StringComparer.Ordinal);

    /// <summary>Finds the plugin that has an effect; null when none does.</summary>
    public PluginEntry? Owner(string id) => _owners.GetValueOrDefault(id);
}
