namespace PluginHost.Hosting.Plugins;

/// <summary>One plugin folder of the catalog. Every member is called under the catalog's lock.</summary>
internal sealed class PluginEntry(int directory, PluginScan scan)
{
    private PluginGeneration? _current;

    /// <summary>Index of the plugin directory it lies in: earlier ones win.</summary>
    public int Directory { get; } = directory;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = scan.Folder;

    /// <summary>The last scan that was good, or the first one.</summary>
    public PluginScan Scan { get; private set; } = scan;

    /// <summary>What is wrong with the folder as it is now.</summary>
    public IReadOnlyList<PluginProblem> Problems { get; private set; } = scan.Problems;

    /// <summary>Gets the generation that new effects come from, loading it if need be; runs no plugin code.</summary>
    /// <exception cref="PluginLoadException">Names the file at fault.</exception>
    public PluginGeneration Current(UnloadQueue unloading, ref int generations) =>
        _current ??= PluginGeneration.Load(Folder, ++generations, unloading);

    /// <summary>Takes the folder as it is now. A build that cannot be used leaves the last good one in place.</summary>
    public void Reload(UnloadQueue unloading, ref int generations)
    {
        PluginScan found = PluginScan.Read(Folder);
        Problems = found.Problems;
        if (found.Main is null && _current is not null)
            return;
        Scan = found;
        if (_current is null)
            return;
        try
        {
            PluginGeneration next = PluginGeneration.Load(Folder, ++generations, unloading);
            Retire();
            _current = next;
            Scan = next.Scan;
        }
        catch (PluginLoadException error)
        {
            Scan = _current.Scan;
            Problems = [new PluginProblem(error.File, error.Reason)];
        }
    }

    /// <summary>Lets the current generation unload as soon as nobody uses it.</summary>
    public void Retire()
    {
        _current?.Retire();
        _current = null;
    }
}
