using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>A folder of anybody's MIDI files, and the folders in it.</summary>
public static class MidiFolder
{
    private const int LowestKey = 21;
    private const int HighestKey = 108;

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>Reads one role out of every file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="folder">The folder, or one file.</param>
    /// <param name="kind">The role.</param>
    /// <returns>One piece a file and stretch of one metre; what is broken or has no such role is listed.</returns>
    /// <exception cref="CorpusException">There is no such folder, or nothing in it for that role.</exception>
    public static MusicCorpus Read(string folder, PatternKind kind)
    {
        string[] files = File.Exists(folder) ? [folder]
            : Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.mid", Everywhere), .. Directory.GetFiles(folder, "*.midi", Everywhere)]
            : throw new CorpusException($"{folder}: no such folder");
        if (files.Length == 0)
            throw new CorpusException($"{folder}: no MIDI files (.mid, .midi) in this folder or those in it");
        Array.Sort(files, StringComparer.Ordinal);
        List<Piece> pieces = [];
        List<SkippedFile> skipped = [];
        foreach (string file in files)
        {
            string name = File.Exists(folder) ? Path.GetFileName(file) : Path.GetRelativePath(folder, file);
            try
            {
                int before = pieces.Count;
                MidiSong song = MidiReader.Read(file);
                foreach (BarStretch stretch in BarGrid.Cut(song))
                {
                    if (stretch.StepsPerBar == 0)
                        skipped.Add(new SkippedFile(name, $"a stretch in {stretch.Metre} (4/4, 2/2 and 3/4 are learned)"));
                    else if (Cut(song, stretch, kind, name) is { } piece)
                        pieces.Add(piece);
                }
                if (pieces.Count == before)
                    skipped.Add(new SkippedFile(name, $"no {kind.ToString().ToLowerInvariant()} in it"));
            }
            catch (Exception problem) when (problem is MidiException or IOException or UnauthorizedAccessException)
            {
                skipped.Add(new SkippedFile(name, problem.Message));
            }
        }
        return new MusicCorpus(folder, pieces, skipped);
    }

    /// <summary>Reads one role out of one song, as <see cref="Read"/> does, from its first stretch in a metre that is learned. [any-thread]</summary>
    /// <param name="song">The song.</param>
    /// <param name="kind">The role.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The piece; null when there is no such role.</returns>
    public static Piece? ReadSong(MidiSong song, PatternKind kind, string name) =>
        BarGrid.Cut(song).Where(stretch => stretch.StepsPerBar > 0)
            .Select(stretch => Cut(song, stretch, kind, name)).FirstOrDefault(piece => piece is not null);

    private static Piece? Cut(MidiSong song, BarStretch stretch, PatternKind kind, string name)
    {
        PieceNote[][] Quantise(IEnumerable<MidiNote> notes, Func<MidiNote, int> keyOf) =>
            StepGrid.Quantise(notes, stretch, song.TicksPerQuarter, keyOf);

        PieceNote[][] pitched = kind == PatternKind.Drums ? []
            : Quantise(Voices.Pitched(song), note => note.Key is >= LowestKey and <= HighestKey ? note.Key : -1);
        Chord[] chords = HarmonyTrack.Detect(pitched, BarGrid.StepsPerQuarter);
        PieceNote[][] steps = kind switch
        {
            PatternKind.Drums => Quantise(song.Notes.Where(Voices.IsDrum), note => DrumKit.PieceOf(note.Key) is >= 0 and int piece
                ? DrumKit.KeyOf(piece) : -1),
            PatternKind.Bass => Voices.Bass(song) is { Count: > 0 } bass ? Voices.Lowest(Quantise(bass, note => note.Key)) : Voices.Lowest(pitched),
            PatternKind.Melody => Voices.Melody(song) is { Count: > 0 } melody ? Voices.Highest(Quantise(melody, note => note.Key)) : Voices.Highest(pitched),
            _ => pitched,
        };
        if (kind == PatternKind.Chords)
        {
            chords = [.. chords.Where((_, step) => step % BarGrid.StepsPerQuarter == 0)];
            steps = new PieceNote[chords.Length][];
            Array.Fill(steps, []);
        }
        int stepsPerBar = kind == PatternKind.Chords ? stretch.StepsPerBar / BarGrid.StepsPerQuarter : stretch.StepsPerBar;
        bool isEmpty = kind == PatternKind.Chords ? chords.All(chord => chord.IsNone) : steps.All(step => step.Length == 0);
        if (isEmpty)
            return null;
        steps = Fit(steps, (steps.Length + stepsPerBar - 1) / stepsPerBar * stepsPerBar, []);
        return new Piece
        {
            Name = name, Source = name, Steps = steps, StepsPerBar = stepsPerBar, IsPlayed = kind != PatternKind.Chords,
            Chords = kind == PatternKind.Drums ? null : Fit(chords, steps.Length, chords.LastOrDefault()),
            Tempo = (float)song.TempoAt(stretch.FirstTick), Key = KeyFinder.Find(HarmonyTrack.Weigh(pitched)),
        };
    }

    /// <summary>Cuts or lengthens to a number of steps.</summary>
    private static T[] Fit<T>(T[] values, int steps, T filling)
    {
        T[] fitted = new T[steps];
        Array.Fill(fitted, filling);
        values.AsSpan(0, Math.Min(values.Length, steps)).CopyTo(fitted);
        return fitted;
    }
}
