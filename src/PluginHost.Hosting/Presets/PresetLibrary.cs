namespace PluginHost.Hosting.Presets;

/// <summary>The presets of one or more folders, found by name: the file's, without <c>.json</c>, in any case.</summary>
public sealed class PresetLibrary
{
    private const string Extension = ".json";
    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };
    private readonly string[] _directories;

    /// <summary>Remembers folders, which need not be there. [control-thread]</summary>
    /// <param name="directories">Folders; a name found in an earlier one wins.</param>
    public PresetLibrary(params IEnumerable<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        _directories = [.. directories];
    }

    /// <summary>Loads a preset by name, or by the path of a <c>.json</c> file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="nameOrFile">What the user wrote.</param>
    /// <returns>The preset.</returns>
    /// <exception cref="PresetException">There is none, with the nearest names and where it looked; or it is broken.</exception>
    public Preset Load(string nameOrFile)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        if (nameOrFile.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return PresetReader.Read(nameOrFile);
        PresetPlace place = new("--preset " + PresetText.Quote(nameOrFile));
        if (nameOrFile.AsSpan().ContainsAny('/', '\\'))
            throw place.Error("", "this looks like a path, but a preset file ends in .json");
        (string Name, string File)[] files = Files();
        (_, string? file) = files.FirstOrDefault(known => IsSame(known.Name, nameOrFile));
        return file is not null
            ? PresetReader.Read(file)
            : throw place.Error("", "there is no such preset" + Guess(nameOrFile, files) + LookedIn());
    }

    /// <summary>Lists every preset, broken ones too, by name. Allocates and does I/O. [control-thread]</summary>
    /// <returns>One entry a name; empty when there is none.</returns>
    public IReadOnlyList<PresetListing> List() => [.. Files().Select(known => Listing(known.Name, known.File))];

    private static PresetListing Listing(string name, string file)
    {
        try
        {
            Preset preset = PresetReader.Read(file);
            return new PresetListing(name, file, preset.Name, preset.Description,
                [.. preset.Chain.Select(slot => slot.Effect)], null);
        }
        catch (PresetException error)
        {
            return new PresetListing(name, file, name, "", [], error.Message);
        }
    }

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Guess(string name, (string Name, string File)[] files) =>
        PresetText.DidYouMean(name, files.Select(known => known.Name)) is { Length: > 0 } guess ? guess
        : files.Length > 0 ? $"; there are {string.Join(", ", files.Select(known => PresetText.Quote(known.Name)))}"
        : "";

    private static string[] FilesIn(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*" + Extension, AnyCase) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PresetPlace(directory).Error("", $"the preset folder cannot be read: {error.Message}");
        }
    }

    private (string Name, string File)[] Files() =>
    [
        .. _directories.SelectMany(FilesIn)
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file), File: file))
            .DistinctBy(known => known.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(known => known.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private string LookedIn() => _directories.Length == 0
        ? " (there is no preset folder)"
        : " (looked in " + string.Join(", ", _directories.Select(directory =>
            Directory.Exists(directory) ? directory : directory + ", which is not there")) + ")";
}

/// <summary>A preset as listings show it.</summary>
/// <param name="Name">What <c>--preset</c> takes.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Title">The name within the file.</param>
/// <param name="Description">What it is for; may be empty.</param>
/// <param name="Effects">Ids of its effects in the order of the signal.</param>
/// <param name="Problem">Why it cannot be read, in one line; null when it can.</param>
public sealed record PresetListing(
    string Name, string File, string Title, string Description, IReadOnlyList<string> Effects, string? Problem);
