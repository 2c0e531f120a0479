namespace PluginHost.Hosting.Plugins;

/// <summary>
/// Private copies of plugin folders. The runtime maps assembly files into memory, and rewriting a mapped file changes or crashes
/// the code that runs from it; the author's original stays free to be rebuilt.
/// </summary>
internal static class ShadowCopy
{
    private const string Prefix = "pluginhost-shadow-";
    private const string LockName = "lock";
    private static readonly Lazy<string> Root = new(CreateRoot);
    private static FileStream? _lock;
    private static int _count;

    /// <summary>Copies a folder with everything in it. [control-thread]</summary>
    /// <returns>Full path of the copy, named like the original. Does I/O.</returns>
    /// <exception cref="IOException">Something cannot be copied.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read.</exception>
    public static string Create(string folder)
    {
        string parent = Path.Combine(Root.Value, Interlocked.Increment(ref _count).ToString("D4", null));
        string copy = Path.Combine(parent, Path.GetFileName(folder));
        try
        {
            CopyTree(new DirectoryInfo(folder), copy);
            return copy;
        }
        catch
        {
            Delete(copy);
            throw;
        }
    }

    /// <summary>Removes a copy that nothing runs from any more; what is still in use goes with the process. [control-thread]</summary>
    public static void Delete(string copy) => TryDelete(Path.GetDirectoryName(copy)!);

    /// <summary>Removes what processes left behind that ended without cleaning up. [control-thread]</summary>
    internal static void DeleteStale(string parent)
    {
        try
        {
            foreach (string root in Directory.GetDirectories(parent, Prefix + "*"))
            {
                if (IsStale(root))
                    TryDelete(root);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or being cleaned by another process right now.
        }
    }

    private static bool IsStale(string root)
    {
        try
        {
            // The owner holds this file locked for as long as it lives, which a process id could not tell for sure.
            using FileStream free = new(Path.Combine(root, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Locked, somebody else's, or made a moment ago and not locked yet.
            return false;
        }
    }

    private static string CreateRoot()
    {
        DeleteStale(Path.GetTempPath());
        // Readable and writable for this user only, under a name that nobody can guess beforehand.
        string root = Directory.CreateTempSubdirectory(Prefix).FullName;
        _lock = new FileStream(Path.Combine(root, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _lock.Dispose();
            TryDelete(root);
        };
        return root;
    }

    private static void CopyTree(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
            file.CopyTo(Path.Combine(target, file.Name));
        foreach (DirectoryInfo folder in source.EnumerateDirectories())
        {
            // A linked folder may lead anywhere, even back here.
            if (folder.LinkTarget is null)
                CopyTree(folder, Path.Combine(target, folder.Name));
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use (Windows) or gone already; the next process finds what is left.
        }
    }
}
