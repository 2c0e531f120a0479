namespace PluginHost.Hosting.Plugins;

/// <summary>A plugin folder that changed and has come to rest.</summary>
/// <param name="Folder">Full path, fit for <see cref="PluginCatalog.Reload"/>.</param>
/// <param name="Kind">What happened to it.</param>
public readonly record struct PluginChange(string Folder, PluginChangeKind Kind);

/// <summary>What happened to a plugin folder.</summary>
public enum PluginChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Some of its files are other than before.</summary>
    Rebuilt,

    /// <summary>It is gone, or empty.</summary>
    Removed,
}
