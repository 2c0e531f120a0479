using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;

namespace PluginHost.Hosting.Playback;

/// <summary>Turns what a user names into files: folders and patterns into the sound files they hold, playlists (m3u, m3u8) into their entries.</summary>
public static class Playlist
{
    private const long MostBytes = 16 << 20;
    private const int MostFiles = 100_000;

    /// <summary>Lists the files. Does I/O; opens no sound file. [control-thread]</summary>
    /// <param name="names">Files, folders, patterns, playlists.</param>
    /// <returns>Paths in order; a folder's are sorted, those of its folders come where their names stand.</returns>
    /// <exception cref="AudioFileException">A folder or playlist cannot be read or holds nothing to play.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<string> files = [];
        foreach (string name in names)
        {
            int before = files.Count;
            files.AddRange(IsPlaylist(name) && File.Exists(name) ? Entries(name) : Found(name));
            if (files.Count == before)
                throw new AudioFileException(name, "there is nothing in it to play");
            if (files.Count > MostFiles)
                throw new AudioFileException(name, $"that makes more than {MostFiles} files");
        }
        return files;
    }

    private static bool IsPlaylist(string name) => Path.GetExtension(name).ToLowerInvariant() is ".m3u" or ".m3u8";

    private static string[] Found(string name)
    {
        try
        {
            return [.. InputFiles.Find(name).Select(file => file.Path)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AudioFileException(name, $"it cannot be read: {exception.Message}");
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
