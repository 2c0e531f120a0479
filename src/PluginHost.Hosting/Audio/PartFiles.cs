namespace PluginHost.Hosting.Audio;

/// <summary>Files that are written beside the name they will have, hidden, and gone when their writer ends, unless it is killed.</summary>
public static class PartFiles
{
    private const string Ending = ".part";

    /// <summary>Removes what killed writers left of a file. Does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file; nobody may be writing it.</param>
    /// <exception cref="IOException">It cannot be removed, as <see cref="UnauthorizedAccessException"/> says, too.</exception>
    public static void Remove(string file)
    {
        string beside = Beside(file);
        string folder = Path.GetDirectoryName(beside)!;
        string start = Start(file);
        if (!Directory.Exists(folder))
            return;
        foreach (string part in Directory.EnumerateFiles(folder, "*" + Ending, new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (Path.GetFileName(part).StartsWith(start, StringComparison.Ordinal) && part.Length == beside.Length)
                File.Delete(part);
        }
    }

    /// <summary>Removes what it may of that; what it may not says so when the file is written. Does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file; nobody may be writing it.</param>
    public static void TryRemove(string file)
    {
        try
        {
            Remove(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to: no matter for what is already done.
        }
    }

    /// <summary>Makes a name that nobody else has.</summary>
    internal static string Beside(string file) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Start(file) + Path.GetRandomFileName() + Ending);

    private static string Start(string file) => $".{Path.GetFileName(file)}.";
}
