using System.Text.Json;

namespace PluginHost.Hosting.Batches;

/// <summary>
/// Remembers beside the outputs of a batch what each was made of, so that a later run can leave alone what is still right. A line is
/// added before an output takes its name and one after, so that a crash between leaves no output of unknown origin.
/// </summary>
public sealed class BatchManifest : IDisposable
{
    /// <summary>The name of the file, in the folder of the outputs.</summary>
    public const string FileName = ".pluginhost-batch.jsonl";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ManifestEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly FileStream _stream;
    private bool _isTorn = true;

    /// <summary>Reads what is known and begins to add. Does I/O. [control-thread]</summary>
    /// <param name="directory">Folder of the outputs, created if need be.</param>
    /// <exception cref="IOException">It cannot be written, as <see cref="UnauthorizedAccessException"/> says, too.</exception>
    public BatchManifest(string directory)
    {
        Directory.CreateDirectory(directory);
        _file = Path.Combine(directory, FileName);
        if (File.Exists(_file))
        {
            foreach (string line in File.ReadLines(_file))
                Learn(line);
        }
        _stream = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Finds what is known about an output. [any-thread]</summary>
    /// <param name="output">Path as in the job.</param>
    /// <returns>Null when this folder's batches never made it.</returns>
    public ManifestEntry? Find(string output)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(output);
    }

    /// <summary>Remembers an output. Does I/O. [any-thread]</summary>
    /// <param name="entry">What it is made of.</param>
    /// <exception cref="IOException">It cannot be written, e.g. the disk is full.</exception>
    public void Add(ManifestEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        byte[] line = JsonSerializer.SerializeToUtf8Bytes(entry, JsonSerializerOptions.Web);
        lock (_gate)
        {
            // What a crash or a full disk cut off must not swallow this line.
            bool wasTorn = _isTorn;
            _isTorn = true;
            _stream.Write(wasTorn ? [(byte)'\n', .. line, (byte)'\n'] : [.. line, (byte)'\n']);
            _isTorn = false;
            _entries[entry.Output] = entry;
        }
    }

    /// <summary>
    /// Writes it anew in the order of the names, beside itself, and renames it; where that fails, it stays as it grew. Does I/O. [control-thread]
    /// </summary>
    public void Dispose()
    {
        _stream.Dispose();
        string part = _file + ".part";
        try
        {
            File.WriteAllLines(part, _entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => JsonSerializer.Serialize(entry.Value, JsonSerializerOptions.Web)));
            File.Move(part, _file, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(part);
        }
    }

    private void Learn(string line)
    {
        try
        {
            if (line.Length > 0 && JsonSerializer.Deserialize<ManifestEntry>(line, JsonSerializerOptions.Web) is { Output: not null } entry)
                _entries[entry.Output] = entry;
        }
        catch (JsonException)
        {
            // Cut off by a crash: what it was about is rendered again.
        }
    }
}

/// <summary>What an output was made of.</summary>
/// <param name="Output">Path as in the job.</param>
/// <param name="Recipe">The recipe's fingerprint.</param>
/// <param name="Input">Hash of the input's bytes.</param>
/// <param name="Bytes">Length of the output; null while it is being made.</param>
public sealed record ManifestEntry(string Output, string Recipe, string Input, long? Bytes);
