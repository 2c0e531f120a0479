using System.IO.Enumeration;

namespace PluginHost.Hosting.Batches;

/// <summary>A pattern of paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders.</summary>
internal sealed class GlobPattern
{
    private readonly string[] _parts;

    public GlobPattern(string pattern)
    {
        string[] parts = pattern.Split('/', Path.DirectorySeparatorChar);
        int plain = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        string folder = string.Join(Path.DirectorySeparatorChar, parts[..plain]);
        Folder = folder.Length > 0 ? folder : pattern[0] == '/' ? "/" : ".";
        _parts = parts[plain..];
    }

    /// <summary>Gets the folder before the first part with a wildcard.</summary>
    public string Folder { get; }

    /// <summary>Tells whether a path below <see cref="Folder"/> fits.</summary>
    public bool IsMatch(string relative) => IsMatch(_parts, relative.Split(Path.DirectorySeparatorChar));

    private static bool IsMatch(ReadOnlySpan<string> parts, ReadOnlySpan<string> names)
    {
        if (parts.IsEmpty)
            return names.IsEmpty;
        if (parts[0] == "**")
            return IsMatch(parts[1..], names) || (!names.IsEmpty && IsMatch(parts, names[1..]));
        return !names.IsEmpty && FileSystemName.MatchesSimpleExpression(parts[0], names[0], ignoreCase: false) && IsMatch(parts[1..], names[1..]);
    }
}
