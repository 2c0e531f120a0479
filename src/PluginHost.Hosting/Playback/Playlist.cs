using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Playback;

/// <summary>Turns what a user names into files: folders into the sound files in them, playlists (m3u, m3u8) into their entries.</summary>
public static class Playlist
{
    private const long MostBytes = 16 << 20;
    private const int MostFiles = 100_000;

    private static readonly string[] Sounds =
        [".wav", ".wave", ".rf64", ".w64", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".au", ".snd", ".caf"];

    /// <summary>Lists the files. Does I/O; opens no sound file. [control-thread]</summary>
    /// <param name="names">Files, folders, playlists.</param>
    /// <returns>Paths in order; a folder's are sorted, those of its folders come where their names stand.</returns>
    /// <exception cref="AudioFileException">A folder or playlist cannot be read or holds nothing to play.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<string> files = [];
        foreach (string name in names)
        {
            int before = files.Count;
            if (Directory.Exists(name))
                files.AddRange(Folder(name));
            else if (IsPlaylist(name) && File.Exists(name))
                files.AddRange(Entries(name));
            else
                files.Add(name);
            if (files.Count == before)
                throw new AudioFileException(name, "there is nothing in it to play");
            if (files.Count > MostFiles)
                throw new AudioFileException(name, $"that makes more than {MostFiles} files");
        }
        return files;
    }

    private static bool IsPlaylist(string name) => Path.GetExtension(name).ToLowerInvariant() is ".m3u" or ".m3u8";

    private static List<string> Folder(string folder)
    {
        try
        {
            EnumerationOptions all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
            List<string> files = [.. Directory.EnumerateFiles(folder, "*", all)
                .Where(file => Sounds.Contains(Path.GetExtension(file).ToLowerInvariant())).Take(MostFiles + 1)];
            files.Sort(string.CompareOrdinal);
            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AudioFileException(folder, $"it cannot be read: {exception.Message}");
        }
    }

    /// <summary>One entry a line, relative to the playlist's folder; lines that begin with # are remarks.</summary>
    private static IEnumerable<string> Entries(string playlist)
    {
        string[] lines;
        try
        {
            if (new FileInfo(playlist).Length > MostBytes)
                throw new AudioFileException(playlist, $"a playlist has at most {MostBytes >> 20} MB");
            lines = File.ReadAllLines(playlist);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AudioFileException(playlist, $"it cannot be read: {exception.Message}");
        }
        string folder = Path.GetDirectoryName(playlist)!;
        return lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#' && !line.Contains('\0'))
            .Take(MostFiles + 1).Select(line => Path.Combine(folder, LocalPath(line)));
    }

    private static string LocalPath(string entry) =>
        entry.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(entry, UriKind.Absolute, out Uri? uri) ? uri.LocalPath
        : OperatingSystem.IsWindows() ? entry : entry.Replace('\\', '/');
}
