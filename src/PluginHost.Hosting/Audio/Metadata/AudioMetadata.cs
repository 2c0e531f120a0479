using System.Runtime.CompilerServices;

namespace PluginHost.Hosting.Audio.Metadata;

/// <summary>What a sound file says about itself: tags, and places in it, as far as its format has them.</summary>
public sealed record AudioMetadata
{
    // SF_STR_... of libsndfile. "Software" is left out: it names what wrote the file, and that was another program.
    private static readonly (int Kind, string Name)[] Kinds =
    [
        (1, "title"), (2, "copyright"), (4, "artist"), (5, "comment"), (6, "date"), (7, "album"), (8, "license"),
        (9, "track"), (16, "genre"),
    ];

    private SfInstrument? _instrument;
    private SfCues? _cues;

    private AudioMetadata()
    {
    }

    /// <summary>Gets title, artist, album, date, track, genre, comment, copyright and license, those that are there. [any-thread]</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private init; } = new Dictionary<string, string>();

    /// <summary>Gets the loops of an instrument: their first frame, and the frame behind their last. [any-thread]</summary>
    public IReadOnlyList<(long Start, long End)> Loops => _instrument?.Places() ?? [];

    /// <summary>Gets the frames that are marked. [any-thread]</summary>
    public IReadOnlyList<long> Cues => _cues?.Places() ?? [];

    /// <summary>Gets whether there are loops or marks, for which WAV needs chunks of its own. [any-thread]</summary>
    public bool HasPlaces => _instrument is not null || _cues is not null;

    /// <summary>Gives the tags alone. [any-thread]</summary>
    /// <returns>Without loops and marks.</returns>
    public AudioMetadata WithoutPlaces() => this with { _instrument = null, _cues = null };

    /// <summary>Moves loops and marks along when the sound goes to another sample rate. [any-thread]</summary>
    /// <param name="ratio">New rate over old.</param>
    /// <returns>The same tags, with every place multiplied and rounded.</returns>
    public AudioMetadata AtRatio(double ratio) => ratio == 1 ? this
        : this with { _instrument = _instrument?.AtRatio(ratio), _cues = _cues?.AtRatio(ratio) };

    internal static AudioMetadata Read(SndFileHandle file)
    {
        Dictionary<string, string> tags = [];
        foreach ((int kind, string name) in Kinds)
        {
            if (LibSndFile.Text(LibSndFile.GetString(file, kind)) is { Length: > 0 } text)
                tags.Add(name, text);
        }
        SfInstrument instrument = default;
        SfCues cues = default;
        bool hasInstrument = LibSndFile.Command(file, LibSndFile.CommandGetInstrument, ref instrument, Unsafe.SizeOf<SfInstrument>()) == 1;
        bool hasCues = LibSndFile.Command(file, LibSndFile.CommandGetCues, ref cues, Unsafe.SizeOf<SfCues>()) == 1;
        return new AudioMetadata { Tags = tags, _instrument = hasInstrument ? instrument : null, _cues = hasCues ? cues : null };
    }

    /// <summary>Writes what the format can hold; before the first frame.</summary>
    internal void Write(SndFileHandle file)
    {
        foreach ((int kind, string name) in Kinds)
        {
            if (Tags.TryGetValue(name, out string? text))
                _ = LibSndFile.SetString(file, kind, text);
        }
        if (_instrument is { } instrument)
            _ = LibSndFile.Command(file, LibSndFile.CommandSetInstrument, ref instrument, Unsafe.SizeOf<SfInstrument>());
        if (_cues is { } cues)
            _ = LibSndFile.Command(file, LibSndFile.CommandSetCues, ref cues, Unsafe.SizeOf<SfCues>());
    }
}
