namespace PluginHost.Hosting.Plugins;

/// <summary>
/// The plugins of one or more plugin directories. Each immediate sub-folder is one plugin, in its own collectible context, and
/// these folders are the only place assemblies are ever loaded from.
/// </summary>
/// <remarks>
/// Listing reads metadata and runs no plugin code; a plugin is copied and loaded when its first effect is created. Ids are unique:
/// the first folder wins, by order of the directories, then by ordinal order of the folder names. Members may be called from
/// several control threads at once.
/// </remarks>
public sealed class PluginCatalog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly UnloadQueue _unloading = new();
    private readonly string[] _directories;
    private readonly List<PluginEntry> _entries = [];
    private readonly List<PluginProblem> _problems = [];
    private volatile EffectIndex _index;
    private int _generations;
    private bool _disposed;

    /// <summary>Scans plugin directories. Whatever is wrong with one becomes a problem in the listing. [control-thread]</summary>
    /// <param name="directories">Folders of plugin folders, those that win first.</param>
    public PluginCatalog(params IEnumerable<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        _directories = [.. directories.Select(Normalize).Distinct()];
        for (int i = 0; i < _directories.Length; i++)
            AddAll(i);
        _index = new EffectIndex(_entries);
    }

    /// <summary>Gets every plugin folder, those that win first; a snapshot. [any-thread]</summary>
    public IReadOnlyList<PluginInfo> Plugins => _index.Plugins;

    /// <summary>Gets what is wrong with the directories and with every plugin; a snapshot. [any-thread]</summary>
    public IReadOnlyList<PluginProblem> Problems => [.. _problems, .. Plugins.SelectMany(plugin => plugin.Problems)];

    /// <summary>Gets every effect that can be created, in ordinal order of the ids; a snapshot. [any-thread]</summary>
    public IReadOnlyList<EffectInfo> Effects =>
        [.. Plugins.SelectMany(plugin => plugin.Effects).OrderBy(effect => effect.Id, StringComparer.Ordinal)];

    /// <summary>Creates an effect; it is not prepared. Runs its constructor, allocates and does I/O. [control-thread]</summary>
    /// <param name="id">An id of <see cref="Effects"/>.</param>
    /// <returns>The effect, to be disposed by the caller.</returns>
    /// <exception cref="PluginLoadException">There is no such effect, or it cannot be created: file, class and reason.</exception>
    public EffectInstance Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        PluginGeneration generation;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            PluginEntry entry = _index.Owner(id) ?? throw new PluginLoadException("", null,
                $"There is no effect '{id}'; there are: {string.Join(", ", _index.Ids)}.");
            generation = entry.Current(_unloading, ref _generations);
            generation.Lease();
        }
        try
        {
            EffectDeclaration effect = generation.Find(id);
            return new EffectInstance(effect.Info, generation.Construct(effect), generation, _gate);
        }
        catch
        {
            lock (_gate)
                generation.Release();
            throw;
        }
    }

    /// <summary>Lists an effect's parameters and meters, for which it is created and disposed again. [control-thread]</summary>
    /// <param name="id">An id of <see cref="Effects"/>.</param>
    /// <returns>Plain data that refers to nothing of the plugin.</returns>
    /// <exception cref="PluginLoadException">There is no such effect, or it cannot be created: file, class and reason.</exception>
    public EffectDescription Describe(string id)
    {
        using EffectInstance instance = Create(id);
        return EffectDescription.Of(instance.Info, instance.File, instance.Effect);
    }

    /// <summary>
    /// Takes a plugin folder as it is now: new, rebuilt or gone. A rebuilt plugin is loaded beside the old one: effects created
    /// from now on are new, those alive live on and keep their build loaded. When the new build cannot be used, the loaded one
    /// stays the current one and the problems say why. [control-thread]
    /// </summary>
    /// <param name="folder">A folder in one of the plugin directories.</param>
    /// <returns>What it offers now; null when the folder is gone. Allocates and does I/O.</returns>
    /// <exception cref="ArgumentException">The folder does not lie in a plugin directory.</exception>
    public PluginInfo? Reload(string folder)
    {
        folder = Normalize(folder);
        int directory = Array.IndexOf(_directories, Path.GetDirectoryName(folder));
        if (directory < 0)
            throw new ArgumentException($"'{folder}' does not lie in a plugin directory.", nameof(folder));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            PluginEntry? entry = _entries.Find(known => known.Folder == folder);
            if (!Directory.Exists(folder))
            {
                entry?.Retire();
                _entries.RemoveAll(known => known.Folder == folder);
            }
            else if (entry is null)
                Add(directory, folder);
            else
                entry.Reload(_unloading, ref _generations);
            _index = new EffectIndex(_entries);
            return _index.Plugins.FirstOrDefault(plugin => plugin.Folder == folder);
        }
    }

    /// <summary>Looks whether plugins that were told to unload are gone. [control-thread]</summary>
    /// <param name="collect">
    /// Whether to force up to ten full collections, without which a context may linger for long. They pause every managed thread,
    /// so pass false while audio runs and prove it later; inside a no-GC region nothing is collected in any case.
    /// </param>
    /// <returns>How many are gone, how many are not, and, after a collection, what is pinned. May be called after disposal.</returns>
    public UnloadReport VerifyUnloaded(bool collect = true) => _unloading.Verify(collect);

    /// <summary>Retires every plugin; those without an effect alive unload now, the others with their last. [control-thread]</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (PluginEntry entry in _entries)
                entry.Retire();
        }
    }

    private static string Normalize(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private void AddAll(int directory)
    {
        try
        {
            foreach (string folder in Directory.GetDirectories(_directories[directory]))
                Add(directory, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new PluginProblem(_directories[directory], $"The plugin directory cannot be read: {error.Message}"));
        }
    }

    private void Add(int directory, string folder)
    {
        _entries.Add(new PluginEntry(directory, PluginScan.Read(folder)));
        _entries.Sort((a, b) => a.Directory != b.Directory
            ? a.Directory.CompareTo(b.Directory)
            : string.CompareOrdinal(a.Folder, b.Folder));
    }
}
