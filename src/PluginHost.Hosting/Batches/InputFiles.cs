namespace PluginHost.Hosting.Batches;

/// <summary>Finds what people mean by the inputs of a command: files, folders with all in them, and patterns.</summary>
public static class InputFiles
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".wave", ".rf64", ".w64", ".bwf", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".mp2", ".au", ".snd",
        ".caf", ".voc", ".sph", ".nist", ".ircam", ".sf", ".avr", ".paf", ".svx", ".8svx", ".mpc2k", ".htk", ".sds", ".xi", ".wve", ".mat",
    };

    /// <summary>Finds files. Does I/O. [control-thread]</summary>
    /// <param name="input">
    /// A file, of any ending; a folder, in which every file with an ending of sound counts, however deep; or a pattern with
    /// <c>*</c>, <c>?</c> and, for folders however deep, <c>**</c>.
    /// </param>
    /// <param name="excluded">A folder in which nothing is looked for; null for none.</param>
    /// <returns>
    /// In ordinal order, each with its path below the folder that was named, which an output folder mirrors. A file that is not there is
    /// found, too: whoever opens it says so.
    /// </returns>
    /// <exception cref="IOException">A folder cannot be read, as <see cref="UnauthorizedAccessException"/> says, too.</exception>
    public static IReadOnlyList<InputFile> Find(string input, string? excluded = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        if (Directory.Exists(input))
            return Below(input, path => Endings.Contains(Path.GetExtension(path)), excluded);
        if (File.Exists(input) || !input.AsSpan().ContainsAny('*', '?'))
            return [new InputFile(input, Path.GetFileName(input))];
        GlobPattern glob = new(input);
        return Directory.Exists(glob.Folder) ? Below(glob.Folder, glob.IsMatch, excluded) : [];
    }

    /// <summary>Makes an input of a line of a list: what is below the current folder is mirrored, other files by their name alone. [any-thread]</summary>
    /// <param name="line">Path of a file.</param>
    /// <returns>The file.</returns>
    public static InputFile OfLine(string line)
    {
        string relative = Path.GetRelativePath(".", line);
        bool isOutside = Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal);
        return new InputFile(line, isOutside ? Path.GetFileName(line) : relative);
    }

    private static InputFile[] Below(string folder, Func<string, bool> isWanted, string? excluded)
    {
        // Files and folders whose names begin with a dot are hidden; among them is what another run is writing.
        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        excluded = excluded is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(excluded));
        string? barred = excluded is null || root == excluded ? null : excluded + Path.DirectorySeparatorChar;
        return [.. Directory.EnumerateFiles(root, "*", options)
            .Where(file => barred is null || !file.StartsWith(barred, StringComparison.Ordinal))
            .Select(file => new InputFile(Path.Combine(folder, Path.GetRelativePath(root, file)), Path.GetRelativePath(root, file)))
            .Where(file => isWanted(file.Relative)).OrderBy(file => file.Relative, StringComparer.Ordinal)];
    }
}

/// <summary>A file that was found.</summary>
/// <param name="Path">Path, in the user's words as far as they go.</param>
/// <param name="Relative">Path below the folder that was named, to be mirrored.</param>
public readonly record struct InputFile(string Path, string Relative);
