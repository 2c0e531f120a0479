using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Training;

/// <summary>A corpus made ready for a net: layout, styles, densities and sequences of each split.</summary>
public sealed class PatternTraining
{
    private const int Transposition = 5;

    private readonly PatternLayout _layout;
    private readonly DensityScale _densities;
    private readonly string[] _styles;
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly bool _isRoll;

    private PatternTraining(PatternLayout layout, DensityScale densities, string[] styles, IReadOnlyList<Piece> pieces)
    {
        (_layout, _densities, _styles, _pieces) = (layout, densities, styles, pieces);
        _isRoll = layout.Kind == PatternKind.Poly && layout.StepsPerBeat == 1;
    }

    /// <summary>Gets how a net that learns from it may be transposed: keyboards by 5 semitones, others not. [any-thread]</summary>
    public StepShift Shift => _layout.Kind == PatternKind.Poly ? Transpose() : StepShift.None;

    /// <summary>Makes a corpus ready for a new net. Allocates. [control-thread]</summary>
    /// <param name="corpus">The pieces, all of one role.</param>
    /// <param name="kind">The role.</param>
    /// <param name="net">The net; how far it looks back counts here.</param>
    /// <returns>The training.</returns>
    /// <exception cref="CorpusException">There is too little.</exception>
    public static PatternTraining Prepare(MusicCorpus corpus, PatternKind kind, PatternNet net)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(net);
        IReadOnlyList<Piece> pieces = Splits.Assign(corpus.Pieces, corpus.Source);
        Piece[] train = [.. pieces.Where(piece => piece.Split == Split.Train)];
        if (train.Length == 0 || !pieces.Any(piece => piece.Split == Split.Valid))
            throw new CorpusException($"{corpus.Source}: pieces both to learn from (train) and to check with (valid) are needed");
        string[] styles = [.. train.Select(piece => piece.Style).Where(style => style.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        int stepsPerBeat = train[0].StepsPerBar <= 4 ? 1 : 4;
        PatternLayout layout = PatternLayout.Standard(kind, stepsPerBeat, train.All(piece => piece.IsPlayed), net.Back, styles.Length);
        return new PatternTraining(layout, DensityScale.Measure(train), styles, pieces);
    }

    /// <summary>Makes a corpus ready for a net that there is already: to measure it, or to go on training it. Allocates. [control-thread]</summary>
    /// <param name="corpus">The pieces, all of the model's role.</param>
    /// <param name="model">The model.</param>
    /// <returns>The training.</returns>
    /// <exception cref="CorpusException">The corpus is on another grid than the model, or too little.</exception>
    public static PatternTraining Prepare(MusicCorpus corpus, PatternModel model)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<Piece> pieces = Splits.Assign(corpus.Pieces, corpus.Source);
        if (pieces.Any(piece => piece.StepsPerBar <= 4) != (model.Layout.StepsPerBeat == 1))
            throw new CorpusException($"{corpus.Source}: these pieces are on another grid than the model, which has {model.Layout.StepsPerBeat} steps per beat");
        if (model.Layout.IsPlayed && pieces.Any(piece => !piece.IsPlayed))
            throw new CorpusException($"{corpus.Source}: these pieces have no velocities, but the model learned some");
        return new PatternTraining(model.Layout, model.Densities, [.. model.Styles], pieces);
    }

    /// <summary>Makes a net with random weights and a card that says what it plays. Allocates. [control-thread]</summary>
    /// <param name="net">Its inside.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <returns>The net.</returns>
    /// <exception cref="ArgumentException">A size is out of its range; the message names it.</exception>
    public StepModel NewModel(PatternNet net, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(net);
        StepModel model = new(net.Shape(_layout), seed);
        PatternModel.Describe(model, _layout, _densities, _styles);
        return model;
    }

    /// <summary>Counts the steps of a split. [any-thread]</summary>
    /// <param name="split">Which.</param>
    /// <returns>Pieces and steps.</returns>
    public (int Pieces, int Steps) Count(Split split)
    {
        Piece[] pieces = [.. _pieces.Where(piece => piece.Split == split)];
        return (pieces.Length, pieces.Sum(piece => piece.Count));
    }

    /// <summary>
    /// Gets what is learned from: every piece as it is, and, where the net can be told, once more with its density and, every
    /// other one, with a player. Allocates. [control-thread]
    /// </summary>
    /// <param name="seed">Seed of the players.</param>
    /// <returns>The sequences.</returns>
    public IReadOnlyList<StepSequence> Train(ulong seed)
    {
        SequenceBuilder builder = new(_layout, _densities, _styles);
        bool canBeTold = _layout.Blocks.Any(block => block.Source == FeatureSource.Density);
        List<StepSequence> sequences = [];
        foreach (Piece piece in _pieces.Where(piece => piece.Split == Split.Train))
        {
            sequences.Add(builder.Build(piece, default));
            if (canBeTold)
                sequences.Add(builder.Build(piece, new Showing(0, true, sequences.Count % 4 == 1 ? seed + (ulong)sequences.Count : 0)));
        }
        return sequences;
    }

    /// <summary>
    /// Gets a split as it is measured: nothing is told of density or player; of frames, the first of a piece is not scored,
    /// as in the protocol of Bai et al. 2018. Allocates. [control-thread]
    /// </summary>
    /// <param name="split">Which.</param>
    /// <returns>The sequences.</returns>
    public IReadOnlyList<StepSequence> Measured(Split split)
    {
        SequenceBuilder builder = new(_layout, _densities, _styles);
        return [.. _pieces.Where(piece => piece.Split == split).Select(piece => builder.Build(piece, default, isScoredAll: !_isRoll))];
    }

    /// <summary>Gets a value indicating whether nets of this kind can be settled: drums on sixteenths. [any-thread]</summary>
    public bool CanSettle => _layout.Kind == PatternKind.Drums && _layout.StepsPerBeat == 4;

    /// <summary>Lets a trained net play by itself, and writes into its card what to lean it by so that it plays as much as the music it
    /// learned from. Allocates; takes some seconds. [control-thread]</summary>
    /// <param name="model">The net.</param>
    /// <exception cref="InvalidOperationException">It is none of those that <see cref="CanSettle"/>.</exception>
    public void Settle(StepModel model)
    {
        if (!CanSettle)
            throw new InvalidOperationException($"only drums on sixteenths can be settled, not {_layout.Kind} with {_layout.StepsPerBeat} steps per beat");
        PatternModel.Describe(model, new SelfBiasFit(_layout, _densities, _pieces.Where(piece => piece.Split == Split.Train)).Run(model));
    }

    private StepShift Transpose()
    {
        List<ShiftBlock> features = [];
        foreach (FeatureBlock block in _layout.Blocks)
        {
            switch (block.Source)
            {
                case FeatureSource.Back:
                    for (int first = 0; first < block.Size; first += _layout.Vocabulary.Tokens)
                        features.Add(new ShiftBlock(block.First + first, _layout.Vocabulary.Tokens));
                    break;
                case FeatureSource.Match:
                    features.Add(new ShiftBlock(block.First, _layout.Vocabulary.Tokens));
                    break;
                case FeatureSource.Held:
                    features.Add(new ShiftBlock(block.First, block.Size));
                    break;
                case FeatureSource.Chord:
                    features.Add(new ShiftBlock(block.First, PitchClass.Count, Wraps: true));
                    features.Add(new ShiftBlock(block.First + PitchClass.Count + ChordQualities.Count, PitchClass.Count, Wraps: true));
                    break;
                case FeatureSource.NextChord:
                    features.Add(new ShiftBlock(block.First, PitchClass.Count, Wraps: true));
                    break;
                default:
                    break;
            }
        }
        return new StepShift(-Transposition, Transposition, features, [new ShiftBlock(0, _layout.Vocabulary.Tokens)]);
    }
}
