namespace PluginHost.App.Commands;

/// <summary>Where the shipped plugins, presets and the demo lie: beside the program when installed, up the tree in a checkout.</summary>
internal sealed class AppPaths
{
    private AppPaths(string root, string plugins)
    {
        Root = root;
        Plugins = plugins;
    }

    public string Root { get; }

    public string Plugins { get; }

    public string Presets => Path.Combine(Root, "presets");

    public string Models => Path.Combine(Root, "models");

    public string Demo => Path.Combine(Root, "assets", "demo-guitar.flac");

    /// <summary>Folder of the contract assembly that plugins are built against.</summary>
    public static string Program => AppContext.BaseDirectory;

    public static AppPaths Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "presets")))
            {
                string built = Path.Combine(folder.FullName, "artifacts", "plugins");
                return new AppPaths(folder.FullName, Directory.Exists(built) ? built : Path.Combine(folder.FullName, "plugins"));
            }
        }
        throw new CommandError($"this installation is damaged: no 'presets' folder at or above {AppContext.BaseDirectory}");
    }
}
