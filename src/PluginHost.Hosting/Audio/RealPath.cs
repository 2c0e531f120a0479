namespace PluginHost.Hosting.Audio;

/// <summary>Tells whether two paths mean one file: follows links in every part of a path, as far as the path exists. [control-thread]</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>Resolves a path as the system does: a link is followed before a <c>..</c> behind it is heeded. Does I/O. [control-thread]</summary>
    /// <param name="path">A path; it need not exist.</param>
    /// <returns>A full path without links; the root where links lead in a circle, which is no file.</returns>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path), root = Path.GetPathRoot(full)!, at = root;
        Stack<string> left = new(Parts(full[root.Length..]));
        for (int links = 0; left.TryPop(out string? part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                at = Path.GetDirectoryName(at) ?? at;
                continue;
            }
            string next = Path.Combine(at, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }
            if (++links > MostLinks)
                return root;
            if (Path.IsPathRooted(target))
                at = Path.GetPathRoot(target)!;
            foreach (string piece in Parts(target[(Path.GetPathRoot(target) ?? "").Length..]))
                left.Push(piece);
        }
        return at;
    }

    // The last one first, as a stack takes them.
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();
}
