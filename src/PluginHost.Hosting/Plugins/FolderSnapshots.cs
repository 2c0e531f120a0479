namespace PluginHost.Hosting.Plugins;

/// <summary>
/// Compares plugin folders with what they were, by path, length and time of every file. A change counts once two checks in a row
/// found the same: a build that is still writing is left alone.
/// </summary>
internal sealed class FolderSnapshots
{
    private readonly string[] _directories;
    private readonly Dictionary<string, FileStamp[]> _known;
    private Dictionary<string, FileStamp[]> _last;

    /// <summary>Takes the folders as they are now as known. [control-thread]</summary>
    public FolderSnapshots(IEnumerable<string> directories)
    {
        _directories = [.. directories];
        _known = Take();
        _last = _known;
    }

    /// <summary>Whether the last check found nothing that is still changing.</summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>Looks again. Allocates and does I/O. [control-thread]</summary>
    /// <returns>Folders that differ from what was last reported and have come to rest.</returns>
    public IReadOnlyList<PluginChange> Check()
    {
        List<PluginChange> changes = [];
        Dictionary<string, FileStamp[]> now = Take();
        IsSettled = true;
        foreach (string folder in now.Keys.Union(_known.Keys).Order(StringComparer.Ordinal).ToArray())
        {
            FileStamp[]? stamps = now.GetValueOrDefault(folder);
            FileStamp[]? known = _known.GetValueOrDefault(folder);
            if (Same(stamps, known))
                continue;
            if (!Same(stamps, _last.GetValueOrDefault(folder)))
            {
                IsSettled = false;
                continue;
            }
            changes.Add(new PluginChange(folder, known is null ? PluginChangeKind.Added
                : stamps is null ? PluginChangeKind.Removed : PluginChangeKind.Rebuilt));
            if (stamps is null)
                _known.Remove(folder);
            else
                _known[folder] = stamps;
        }
        _last = now;
        return changes;
    }

    private static bool Same(FileStamp[]? a, FileStamp[]? b) =>
        a is null || b is null ? a == b : a.AsSpan().SequenceEqual(b);

    private Dictionary<string, FileStamp[]> Take()
    {
        Dictionary<string, FileStamp[]> folders = [];
        foreach (string directory in _directories.Where(Directory.Exists))
        {
            foreach (DirectoryInfo folder in Try(() => new DirectoryInfo(directory).GetDirectories()))
            {
                FileInfo[] files = Try(() => folder.GetFiles("*", SearchOption.AllDirectories));
                FileStamp[] stamps = [.. files.Select(file => new FileStamp(file.FullName, file.Exists ? file.Length : -1,
                    file.LastWriteTimeUtc)).OrderBy(stamp => stamp.Path, StringComparer.Ordinal)];
                // An empty folder is one that is about to be filled or was just emptied.
                if (stamps.Length > 0)
                    folders[folder.FullName] = stamps;
            }
        }
        return folders;
    }

    private static T[] Try<T>(Func<T[]> list)
    {
        try
        {
            return list();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It vanished while being listed; the next check sees how it ended.
            return [];
        }
    }

    private readonly record struct FileStamp(string Path, long Length, DateTime Written);
}
