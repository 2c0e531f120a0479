using PluginHost.Engine.Chains;
using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tuning;

/// <summary>Makes the problems that the tuner solves.</summary>
/// <param name="chain">The chain to be tuned.</param>
/// <param name="first">Its first tuned slot.</param>
/// <param name="source">What arrives there.</param>
/// <param name="goal">The target, as long as the source; or the reference.</param>
/// <param name="isPair">Whether the goal is a target.</param>
internal sealed class TuneSetup(Chain chain, int first, Recording source, Recording goal, bool isPair)
{
    /// <summary>Evaluations that the search of a pair may take.</summary>
    public const int PairSearch = 5000;

    private const double MostPairSeconds = 10;
    private const double MostReferenceSeconds = 5;
    private const double PieceSeconds = 0.5;
    private const int ReferenceSearch = 300;
    private static readonly double[] Probes = [0.31, 0.62];

    /// <summary>Gets the evaluations that a search may take; most of a pair's are of a short piece's spectrum, while those with a
    /// reference are long, and have fewer wrong valleys. [any-thread]</summary>
    public int MostSearch => isPair ? PairSearch : ReferenceSearch;

    /// <summary>Leaves out what does not change the sound, such as the frequency of a band that is off. [control-thread]</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="isNamed">Whether the user named it, and should hear of what is left out.</param>
    /// <param name="notes">Told so.</param>
    /// <returns>At least one.</returns>
    /// <exception cref="TuneException">Nothing is left.</exception>
    public TunedParameter[] Participants(IReadOnlyList<TunedParameter> wanted, bool isNamed, List<string> notes)
    {
        Recording piece = Piece(source, PieceSeconds, out _);
        float[][] weights = [.. piece.Channels.Select(channel => channel.Select((sample, i) => (i & 64) == 0 ? sample : -sample).ToArray())];
        TunablePath path = PathOf(wanted);
        bool[] moves = new bool[wanted.Count];
        double[] gradient = new double[wanted.Count];
        foreach (double probe in Probes)
        {
            double[] travels = new double[wanted.Count];
            Array.Fill(travels, probe);
            path.Gradient(travels, piece.Channels, weights, gradient);
            for (int i = 0; i < moves.Length; i++)
                moves[i] |= gradient[i] != 0;
        }
        string[] idle = [.. wanted.Where((_, i) => !moves[i]).Select(tuned => tuned.Name)];
        if (idle.Length == wanted.Count)
            throw new TuneException($"nothing to tune: {string.Join(", ", idle)} does not change the sound (is its band switched off?)");
        if (isNamed && idle.Length > 0)
            notes.Add($"{string.Join(", ", idle)} does not change the sound and was left alone (is its band switched off?)");
        return [.. wanted.Where((_, i) => moves[i])];
    }

    /// <summary>Makes the problem on a short piece, for the search, and on the whole. [control-thread]</summary>
    public (TuneProblem Piece, TuneProblem Whole) Problems(IReadOnlyList<TunedParameter> tuned, List<string> notes)
    {
        Recording work = Piece(isPair ? goal : source, isPair ? MostPairSeconds : MostReferenceSeconds, out int start);
        if (work.Frames < source.Frames)
            notes.Add(FormattableString.Invariant($"tuned on the loudest {(double)work.Frames / work.SampleRate:0} s, measured on all"));
        TuneProblem whole = Problem(tuned, start, work.Frames);
        if (!isPair)
            return (whole, whole);
        Recording piece = Piece(work, PieceSeconds, out int within);
        return (Problem(tuned, start + within, piece.Frames), whole);
    }

    /// <summary>Makes the judge of a signal as long as the source. [control-thread]</summary>
    public ILoss Loss(Recording input, Recording wanted) => isPair
        ? new MultiResolutionLoss(wanted.SampleRate, wanted.Channels)
        : new AverageSpectrumLoss(wanted.SampleRate, wanted.Channels, input.Channels.Length, input.Frames);

    private TuneProblem Problem(IReadOnlyList<TunedParameter> tuned, int start, int frames)
    {
        Recording input = source.Cut(start, frames);
        Recording wanted = isPair ? goal.Cut(start, frames) : goal;
        return new TuneProblem(PathOf(tuned), input.Channels, Loss(input, wanted), isPair ? wanted.Channels : null);
    }

    private TunablePath PathOf(IReadOnlyList<TunedParameter> tuned) => new(
        [.. chain.Slots.Skip(first)], [.. tuned.Select(one => one with { Slot = one.Slot - first })], chain.Options.Format);

    private static Recording Piece(Recording recording, double seconds, out int start)
    {
        int frames = Math.Min(recording.Frames,
            Math.Max((int)(seconds * recording.SampleRate), 2 * MultiResolutionLoss.LeastSamples(recording.SampleRate)));
        start = Loudest.Start(recording.Channels[0], frames);
        return recording.Cut(start, frames);
    }
}
