using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>Takes one role out of pieces that hold several: chords out of lead sheets, chords or a bass out of frames.</summary>
public static class Roles
{
    /// <summary>Turns lead sheets on sixteenths into chords on beats. [any-thread]</summary>
    /// <param name="corpus">Pieces with chords.</param>
    /// <returns>The same pieces, a step a beat.</returns>
    public static MusicCorpus ChordsOfSheets(MusicCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return new MusicCorpus(corpus.Source, [.. corpus.Pieces.Select(OnBeats)], corpus.Skipped);
    }

    /// <summary>Takes a role out of frames. [any-thread]</summary>
    /// <param name="corpus">Pieces of frames.</param>
    /// <param name="kind">Poly leaves them as they are; chords are named, the bass is the lowest note of each frame.</param>
    /// <returns>The pieces of that role.</returns>
    /// <exception cref="CorpusException">Frames do not hold that role.</exception>
    public static MusicCorpus OfFrames(MusicCorpus corpus, PatternKind kind)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return kind switch
        {
            PatternKind.Poly => corpus,
            PatternKind.Chords or PatternKind.Bass => new MusicCorpus(corpus.Source, [.. corpus.Pieces.Select(piece => Take(piece, kind))], corpus.Skipped),
            _ => throw new CorpusException($"{corpus.Source}: frames hold no {kind.ToString().ToLowerInvariant()}; use --kind poly, chords or bass"),
        };
    }

    /// <summary>Turns notes struck on sixteenths into what sounds on each beat. [any-thread]</summary>
    /// <param name="piece">A piece on sixteenths.</param>
    /// <returns>The same piece, a step a beat, each note one beat long.</returns>
    public static Piece SoundingOnBeats(Piece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        const int Beat = BarGrid.StepsPerQuarter;
        int beats = (piece.Count + Beat - 1) / Beat;
        SortedDictionary<byte, PieceNote>[] sounding = new SortedDictionary<byte, PieceNote>[beats];
        for (int beat = 0; beat < beats; beat++)
            sounding[beat] = [];
        for (int step = 0; step < piece.Count; step++)
        {
            foreach (PieceNote note in piece.Steps[step])
            {
                // From the first beat it sounds on to the last; one that falls between two beats is left out.
                for (int beat = (step + Beat - 1) / Beat; beat < beats && beat * Beat < step + Math.Max(1, note.LengthSteps); beat++)
                    sounding[beat][note.Note] = note with { OffsetSteps = 0, LengthSteps = 1 };
            }
        }
        return new Piece
        {
            Name = piece.Name, Source = piece.Source, Split = piece.Split, Steps = [.. sounding.Select(notes => notes.Values.ToArray())],
            Chords = piece.Chords is null ? null : [.. piece.Chords.Where((_, step) => step % Beat == 0)], StepsPerBar = piece.StepsPerBar / Beat,
            FirstPosition = piece.FirstPosition / Beat, Tempo = piece.Tempo, Key = piece.Key,
        };
    }

    private static Piece OnBeats(Piece sheet)
    {
        const int Beat = BarGrid.StepsPerQuarter;
        int first = (Beat - (sheet.FirstPosition % Beat)) % Beat;
        Chord[] chords = [.. sheet.Chords!.Skip(first).Where((_, step) => step % Beat == 0)];
        return new Piece
        {
            Name = sheet.Name, Source = sheet.Source, Split = sheet.Split, Steps = Silence(chords.Length), Chords = chords, Key = sheet.Key,
            StepsPerBar = sheet.StepsPerBar / Beat, FirstPosition = (sheet.FirstPosition + first) % sheet.StepsPerBar / Beat,
        };
    }

    private static Piece Take(Piece piece, PatternKind kind) => new()
    {
        Name = piece.Name, Source = piece.Source, Split = piece.Split, StepsPerBar = piece.StepsPerBar,
        Steps = kind == PatternKind.Bass ? [.. piece.Steps.Select(step => step.Take(1).ToArray())] : Silence(piece.Count),
        Chords = HarmonyTrack.Detect(piece.Steps, 1), Key = KeyFinder.Find(HarmonyTrack.Weigh(piece.Steps)),
    };

    private static PieceNote[][] Silence(int steps)
    {
        PieceNote[][] silence = new PieceNote[steps][];
        Array.Fill(silence, []);
        return silence;
    }
}
