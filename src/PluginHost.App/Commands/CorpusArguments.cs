using System.CommandLine;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;

namespace PluginHost.App.Commands;

/// <summary>Where to learn from: one of five kinds of data, and the role to take out of it.</summary>
internal sealed class CorpusArguments
{
    private const int ShownSkips = 5;

    private readonly Option<string?> _midi = new("--midi") { Description = "Folder of MIDI files, searched with the folders in it", HelpName = "DIR" };
    private readonly Option<string?> _frames = new("--frames") { Description = "Piano rolls as text: split, tab, frames (.txt or .txt.gz)", HelpName = "FILE" };
    private readonly Option<string?> _groove = new("--groove") { Description = "The Groove MIDI Dataset, with its info.csv", HelpName = "DIR" };
    private readonly Option<string?> _billboard = new("--billboard") { Description = "McGill Billboard chord transcriptions in one file", HelpName = "FILE" };
    private readonly Option<string?> _sheets = new("--openewld") { Description = "Folder of lead sheets as compressed MusicXML (.mxl)", HelpName = "DIR" };

    private readonly Option<PatternKind?> _kind = new("--kind")
    {
        Description = "What to learn: drums, bass, melody, chords or poly (default: what the data hold)", HelpName = "KIND",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_midi, _frames, _groove, _billboard, _sheets, _kind])
            command.Options.Add(option);
    }

    /// <summary>Reads the data and says on stderr what was read and what not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="known">What the model plays, when there is one already.</param>
    public (MusicCorpus Corpus, PatternKind Kind) Read(ParseResult parsed, PatternKind? known)
    {
        PatternKind? kind = parsed.GetValue(_kind) ?? known;
        if (known is not null && kind != known)
            throw new CommandError($"--kind is {kind.ToString()!.ToLowerInvariant()}, but the model plays {known.ToString()!.ToLowerInvariant()}");
        (Option<string?> Option, PatternKind Usual, Func<string, PatternKind, MusicCorpus> Read)[] sources =
        [
            (_midi, PatternKind.Drums, MidiFolder.Read),
            (_frames, PatternKind.Poly, (file, role) => Roles.OfFrames(FrameFile.Read(file), role)),
            (_groove, PatternKind.Drums, (folder, role) => Only(PatternKind.Drums, role, "--groove", () => GrooveFolder.Read(folder))),
            (_billboard, PatternKind.Chords, (file, role) => Only(PatternKind.Chords, role, "--billboard", () => BillboardFile.Read(file))),
            (_sheets, PatternKind.Melody, (folder, role) => role == PatternKind.Chords ? Roles.ChordsOfSheets(LeadSheetFolder.Read(folder))
                : Only(PatternKind.Melody, role, "--openewld", () => LeadSheetFolder.Read(folder))),
        ];
        (Option<string?> Option, PatternKind Usual, Func<string, PatternKind, MusicCorpus> Read)[] given =
            [.. sources.Where(source => parsed.GetValue(source.Option) is not null)];
        if (given.Length != 1)
            throw new CommandError($"give one of {string.Join(", ", sources.Select(source => source.Option.Name))}, not {given.Length}");
        if (given[0].Option == _midi && kind is null)
            throw new CommandError("--kind is missing: say what to learn from the MIDI files (drums, bass, melody, chords or poly)");
        PatternKind role = kind ?? given[0].Usual;
        MusicCorpus corpus = given[0].Read(parsed.GetValue(given[0].Option)!, role);
        Tell(corpus);
        return (corpus, role);
    }

    private static MusicCorpus Only(PatternKind held, PatternKind wanted, string option, Func<MusicCorpus> read) => held == wanted ? read()
        : throw new CommandError($"{option} holds {held.ToString().ToLowerInvariant()}, not {wanted.ToString().ToLowerInvariant()}");

    private static void Tell(MusicCorpus corpus)
    {
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {corpus.Source}: {corpus.Pieces.Count} pieces, {corpus.Pieces.Sum(piece => piece.Count)} steps; {corpus.Skipped.Count} skipped"));
        foreach (IGrouping<string, SkippedFile> reason in corpus.Skipped.GroupBy(file => file.Reason).OrderByDescending(group => group.Count()).Take(ShownSkips))
            Console.Error.WriteLine($"  skipped {reason.Count()}, such as {reason.First().Name}: {reason.Key}");
    }
}
