using PluginHost.Engine.Chains;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tests.Presets;

/// <summary>The plugins and presets of this repository, as a user gets them.</summary>
internal static class Shipped
{
    private static readonly PluginCatalog Catalog = new(Plugins);

    public static string Plugins => Path.Combine(Root(), "artifacts", "plugins");

    public static PresetLibrary Presets { get; } = new(Path.Combine(Root(), "presets"));

    public static ChainBuilder Builder { get; } = new(Create, () => Catalog.Effects.Select(effect => effect.Id));

    private static Slot Create(string id)
    {
        EffectInstance instance = Catalog.Create(id);
        return new Slot(id, instance.Effect, instance);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Directory.Packages.props above the tests");
    }
}
