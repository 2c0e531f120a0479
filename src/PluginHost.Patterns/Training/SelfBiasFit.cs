using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Generation;

namespace PluginHost.Patterns.Training;

/// <summary>
/// Finds the <see cref="SelfBias"/> of a net of drums: lets it play, hearing only itself, compares how often it struck what where with
/// the bars it learned from, and leans it a little towards them, again and again. Of all ways to bring the means of a distribution where
/// they belong, leaning its logits changes it least (Csiszár, "I-divergence geometry of probability distributions and minimization
/// problems", 1975); smaller and smaller steps after noisy measurements settle (Robbins and Monro, "A stochastic approximation method",
/// 1951), and the mean of the later ones is taken (Polyak and Juditsky 1992). Half of the songs are told densities, drawn evenly from
/// the tenths of the training bars, half are not.
/// </summary>
internal sealed class SelfBiasFit
{
    private const int Rounds = 24;
    private const int Songs = 160;
    private const int BarsPerSong = 12;

    /// <summary>Bars that come out of nothing, and are not counted.</summary>
    private const int LeadIn = 4;

    private const int BarsPerDensity = 4;

    /// <summary>Logits for an e-th too little, at first, and after how many rounds it is half of that.</summary>
    private const double FirstStep = 0.6;
    private const double StepHalved = 6;

    /// <summary>Hits a bar taken to be there besides, on both sides, so that what is rare does not lean far.</summary>
    private const double Doubt = 0.02;

    private readonly PatternLayout _layout;
    private readonly Piece[] _pieces;
    private readonly double[] _places, _hits;

    /// <summary>Measures what is learned from. Allocates. [control-thread]</summary>
    /// <param name="layout">Layout of the net.</param>
    /// <param name="densities">Its tenths.</param>
    /// <param name="pieces">What it learned from.</param>
    public SelfBiasFit(PatternLayout layout, DensityScale densities, IEnumerable<Piece> pieces)
    {
        _layout = layout;
        int steps = SelfBias.PlacesOf(layout);
        _pieces = [.. pieces.Where(piece => piece.StepsPerBar == steps && piece.FirstPosition == 0 && piece.Count >= steps)];
        StrikeTally learned = new(layout);
        foreach (Piece piece in _pieces)
        {
            for (int first = 0; first + steps <= piece.Count; first += steps)
            {
                PieceNote[][] bar = piece.Steps[first..(first + steps)];
                int[] struck = [.. bar.SelectMany(Struck)];
                learned.Add(struck, densities.ClassOf(bar.Sum(notes => notes.Length)));
                learned.Add(struck, SelfBias.Untold);
            }
        }
        (_places, _hits) = (learned.Places(), learned.Hits());
    }

    /// <summary>Lets a net play and finds what to lean it by. Allocates; takes some seconds. [control-thread]</summary>
    /// <param name="steps">The net, with its card.</param>
    /// <returns>The bias; none when there was no bar of four beats to compare with.</returns>
    public SelfBias Run(StepModel steps)
    {
        double[] more = new double[DensityScale.Classes + 1];
        double[] places = new double[_places.Length];
        double[] moreMean = new double[more.Length];
        double[] placesMean = new double[places.Length];
        if (_pieces.Length == 0)
            return SelfBias.None(_layout);
        for (int round = 0; round < Rounds; round++)
        {
            PatternModel model = new(steps, SelfBias.Of(_layout, more, places));
            BarWriter writer = new(model);
            StrikeTally played = new(_layout);
            for (int song = 0; song < Songs; song++)
                Play(writer, model, song, round, played);
            double step = FirstStep / (1 + (round / StepHalved));
            Lean(more, _hits, played.Hits(), step);
            Lean(places, _places, played.Places(), step);
            if (round >= Rounds / 2)
            {
                AddShare(more, moreMean);
                AddShare(places, placesMean);
            }
        }
        return SelfBias.Of(_layout, moreMean, placesMean);
    }

    /// <summary>Kit pieces of a step, each once, as places of the tally; keys that are none are passed over, as they are in learning.</summary>
    private IEnumerable<int> Struck(PieceNote[] notes, int place) =>
        notes.Select(note => _layout.Vocabulary.TokenOf(note.Note)).Where(token => token >= 0).Distinct().Select(token => (place * _layout.Vocabulary.Tokens) + token);

    private static void AddShare(double[] bias, double[] mean)
    {
        for (int i = 0; i < bias.Length; i++)
            mean[i] += bias[i] / (Rounds - (Rounds / 2));
    }

    private static void Lean(double[] bias, double[] wanted, double[] got, double step)
    {
        for (int i = 0; i < bias.Length; i++)
        {
            // Nothing was played or learned at that density: there is nothing to compare.
            if (!double.IsNaN(wanted[i]) && !double.IsNaN(got[i]))
                bias[i] = Math.Clamp(bias[i] + (step * Math.Log((wanted[i] + Doubt) / (got[i] + Doubt))), -SelfBias.Limit, SelfBias.Limit);
        }
    }

    private void Play(BarWriter writer, PatternModel model, int song, int round, StrikeTally played)
    {
        CounterRandom random = new((ulong)round + 1, 6, (ulong)song);
        Piece like = Drawn((song + random.NextSingle()) / Songs);
        writer.Reset(((ulong)round * Songs) + (ulong)song + 1);
        Bar bar = new();
        int density = SelfBias.Untold;
        for (int number = 0; number < BarsPerSong; number++)
        {
            if (song % 2 == 0 && number % BarsPerDensity == 0)
                density = random.NextInt32(DensityScale.Classes);
            writer.Write(new BarRequest
            {
                Number = number, PhraseBars = 8, Tempo = like.Tempo, Style = Style(model, like), Fill = like.IsFill,
                Density = density == SelfBias.Untold ? float.NaN : (density + 0.5f) / DensityScale.Classes,
            }, bar);
            if (number < LeadIn)
                continue;
            int[] struck = new int[bar.Count];
            for (int i = 0; i < bar.Count; i++)
                struck[i] = (bar.Events[i].Step * _layout.Vocabulary.Tokens) + _layout.Vocabulary.TokenOf(bar.Events[i].Note);
            played.Add(struck, density);
        }
    }

    private static int Style(PatternModel model, Piece like)
    {
        for (int i = 0; i < model.Styles.Count; i++)
        {
            if (model.Styles[i] == like.Style)
                return i;
        }
        return -1;
    }

    /// <summary>Evenly through the steps of all pieces, so that long ones count for more.</summary>
    private Piece Drawn(double share)
    {
        double at = share * _pieces.Sum(piece => (long)piece.Count);
        return _pieces.First(piece => (at -= piece.Count) < 0);
    }
}
