using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.App.Commands;

/// <summary>Opens the plugin folders: those the user named win over the shipped one.</summary>
internal static class Catalogs
{
    public static IReadOnlyList<string> Directories(IEnumerable<string> named)
    {
        List<string> directories = [];
        foreach (string directory in named)
        {
            if (!Directory.Exists(directory))
                throw new CommandError($"there is no plugin folder '{directory}' (--plugins)");
            directories.Add(Path.GetFullPath(directory));
        }
        HostFolders.Models = AppPaths.Find().Models;
        string shipped = AppPaths.Find().Plugins;
        if (Directory.Exists(shipped))
            directories.Add(shipped);
        return directories;
    }

    public static PluginCatalog Open(IEnumerable<string> named) => new(Directories(named));
}
