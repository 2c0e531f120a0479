using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Encoding;

/// <summary>How a piece is shown to a net.</summary>
/// <param name="Semitones">Transposition, on top of that to C or A minor.</param>
/// <param name="ShowsDensity">Whether it is told how dense each bar is.</param>
/// <param name="PlayerSeed">Seed of a made-up player; 0 for none.</param>
internal readonly record struct Showing(int Semitones, bool ShowsDensity, ulong PlayerSeed);

/// <summary>Turns pieces into the sequences that are learned, with the very encoder that generation uses.</summary>
internal sealed class SequenceBuilder(PatternLayout layout, DensityScale densities, string[] styles)
{
    private readonly PatternEncoder _encoder = new(layout);
    private readonly int[] _features = new int[new PatternEncoder(layout).MaxFeatures];

    /// <summary>Whether pieces are brought to C or A minor, rather than left where they are.</summary>
    public bool IsKeyRelative => layout.Kind is PatternKind.Melody or PatternKind.Bass or PatternKind.Chords;

    /// <param name="piece">The piece.</param>
    /// <param name="showing">How to show it.</param>
    /// <param name="isScoredAll">False leaves the first step out of the score, as the protocol for frames demands.</param>
    public StepSequence Build(Piece piece, Showing showing, bool isScoredAll = true) =>
        Build(piece, showing.Semitones + (IsKeyRelative ? piece.Key.ShiftToWhiteKeys : 0), showing, isScoredAll);

    /// <param name="piece">The piece.</param>
    /// <param name="shift">Semitones to move it by, all in all.</param>
    /// <param name="showing">How else to show it.</param>
    /// <param name="isScoredAll">As above.</param>
    public StepSequence Build(Piece piece, int shift, Showing showing, bool isScoredAll = true)
    {
        int[] densest = showing.ShowsDensity ? DensityScale.CountBars(piece) : [];
        OnsetGrid[] players = showing.PlayerSeed == 0 ? [] : SimulatedPlayer.Play(piece, layout.Kind, showing.PlayerSeed);
        int style = piece.Style.Length == 0 ? -1 : Array.IndexOf(styles, piece.Style);
        int[][] inputs = new int[piece.Count][];
        StepToken[][] all = new StepToken[piece.Count][];
        _encoder.Clear();
        for (int step = 0; step < piece.Count; step++)
        {
            int bar = (piece.FirstPosition + step) / piece.StepsPerBar;
            int next = Math.Min(piece.Count - 1, ((bar + 1) * piece.StepsPerBar) - piece.FirstPosition);
            StepContext context = new()
            {
                Position = (piece.FirstPosition + step) % piece.StepsPerBar,
                StepsPerBar = piece.StepsPerBar,
                PhraseBar = bar,
                Tempo = piece.Tempo,
                Style = style,
                Density = densest.Length > 0 ? densities.ClassOf(densest[bar]) : -1,
                Fill = piece.IsFill,
                Player = players.Length > 0 ? players[bar] : default,
                Chord = piece.Chords?[step].Transpose(shift) ?? default,
                NextChord = piece.Chords?[next].Transpose(shift) ?? default,
                IsMinor = piece.Key.IsMinor,
            };
            inputs[step] = _features[.._encoder.Encode(context, _features)];
            all[step] = Tokens(piece, step, shift);
            _encoder.Push(all[step]);
        }
        bool[]? scored = null;
        if (!isScoredAll)
        {
            scored = new bool[piece.Count];
            scored.AsSpan(1).Fill(true);
        }
        return new StepSequence
        {
            Name = piece.Name, Inputs = inputs, Scored = scored,
            Tokens = [.. all.Select(step => step.Select(token => (int)token.Token).ToArray())],
            Velocities = layout.IsPlayed ? [.. all.Select(step => step.Select(token => token.Velocity).ToArray())] : null,
            Offsets = layout.IsPlayed ? [.. all.Select(step => step.Select(token => token.Offset).ToArray())] : null,
            Lengths = layout.HasLengths ? [.. all.Select(step => step.Select(token => token.Length).ToArray())] : null,
        };
    }

    /// <summary>The tokens of a step, ascending; a chord is one only where it changes.</summary>
    public StepToken[] Tokens(Piece piece, int step, int shift)
    {
        if (layout.Kind == PatternKind.Chords)
        {
            int token = PatternVocabulary.TokenOf(piece.Chords![step].Transpose(shift));
            bool isNew = step == 0 || token != PatternVocabulary.TokenOf(piece.Chords[step - 1].Transpose(shift));
            return isNew ? [new StepToken((short)token, 0, 0, 0)] : [];
        }
        SortedDictionary<int, StepToken> tokens = [];
        foreach (PieceNote note in piece.Steps[step])
        {
            int token = layout.Vocabulary.TokenOf(note.Note + (layout.Kind == PatternKind.Drums ? 0 : shift));
            if (token >= 0)
            {
                tokens[token] = new StepToken((short)token, Bins.OfVelocity(note.Velocity), Bins.OfOffset(note.OffsetSteps),
                    layout.HasLengths ? Bins.OfLength(note.LengthSteps) : (byte)0);
            }
        }
        return [.. tokens.Values];
    }
}
