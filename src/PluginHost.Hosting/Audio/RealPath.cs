namespace PluginHost.Hosting.Audio;

/// <summary>Tells whether two paths mean one file: follows links in every part of a path, as far as the path exists.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        for (int links = 0; links < MostLinks; links++)
        {
            string? next = Follow(full);
            if (next is null)
                return full;
            full = next;
        }
        return full;
    }

    /// <summary>Replaces the first part that is a link; null when none is.</summary>
    private static string? Follow(string full)
    {
        string root = Path.GetPathRoot(full)!;
        string[] parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string at = root;
        for (int i = 0; i < parts.Length; i++)
        {
            string part = Path.Combine(at, parts[i]);
            if (new FileInfo(part).LinkTarget is { } target)
                return Path.GetFullPath(Path.Combine([target, .. parts[(i + 1)..]]), at);
            at = part;
        }
        return null;
    }
}
