using PluginHost.Neural.Random;
using PluginHost.Patterns.Corpus;

namespace PluginHost.Benchmarks;

/// <summary>How far songs are from held-out performances, a line each.</summary>
/// <param name="pieces">The performances.</param>
/// <param name="learned">What copies are looked for in.</param>
internal sealed class PatternTable(IReadOnlyList<Piece> pieces, IReadOnlyList<ushort[]> learned)
{
    private const int Draws = 200;
    private const int DrawnBars = 1000;

    private readonly List<ushort[]> _held = [.. pieces.SelectMany(BarsOf)];

    public int Bars => _held.Count;

    public static ushort[] Sets(Piece piece) =>
        [.. piece.Steps.Select(step => (ushort)step.Sum(note => 1 << DrumKit.PieceOf(note.Note)))];

    public static List<ushort[]> BarsOf(Piece piece) => [.. Sets(piece).Chunk(PatternMeasures.Steps).Where(bar => bar.Length == PatternMeasures.Steps)];

    public static void Head() =>
        Console.WriteLine("                                hits  tv     syncopation tv     kicks  tv     snares tv     distinct pairs  longest run in training set");

    public void Row(string name, IReadOnlyList<List<ushort[]>> songs, bool isSearched = true)
    {
        List<ushort[]> bars = [.. songs.SelectMany(song => song)];
        double[] distances = Distances(bars, _held);
        string copy = isSearched ? $"{PatternMeasures.LongestCopy([.. songs.Select(song => song.SelectMany(bar => bar).ToArray())], learned)} steps" : "";
        Console.WriteLine($"    {name,-27}{Mean(PatternMeasures.Hits),5:0.00}  {distances[0]:0.000}        {Mean(PatternMeasures.Syncopation),4:0.00} {distances[1]:0.000}   "
            + $"{Mean(bar => Struck(bar, DrumKit.Kick)),4:0.00}  {distances[2]:0.000}    {Mean(bar => Struck(bar, DrumKit.Snare)),4:0.00} {distances[3]:0.000}  {PatternMeasures.DistinctPairs(songs),14:0.000}  {copy}");

        double Mean(Func<ushort[], int> measure) => PatternMeasures.Mean(bars, measure);
    }

    /// <summary>What the same measures say of the held-out performances among themselves.</summary>
    public void Spread()
    {
        double[][] halves = [.. Enumerable.Range(0, Draws).Select(draw =>
        {
            Piece[] order = [.. Enumerable.Range(0, pieces.Count).OrderBy(i => new CounterRandom((ulong)draw, 3, (ulong)i).NextUInt32()).Select(i => pieces[i])];
            return Distances([.. order[..(order.Length / 2)].SelectMany(BarsOf)], [.. order[(order.Length / 2)..].SelectMany(BarsOf)]);
        })];
        Say("random halves of the performances", halves);
        double[][] again = [.. Enumerable.Range(0, Draws).Select(draw =>
        {
            CounterRandom random = new((ulong)draw, 4, 0);
            List<ushort[]> bars = [];
            while (bars.Count < DrawnBars)
                bars.AddRange(BarsOf(pieces[random.NextInt32(pieces.Count)]));
            return Distances(bars, _held);
        })];
        Say($"{DrawnBars} bars of performances drawn again", again);
    }

    private static void Say(string what, double[][] draws)
    {
        string[] texts = [.. Enumerable.Range(0, 4).Select(measure => draws.Select(draw => draw[measure]).Order().ToArray())
            .Select(sorted => $"{sorted.Average():0.000} ({sorted[sorted.Length * 95 / 100]:0.000})")];
        Console.WriteLine($"    {what}: tv, mean of {Draws} draws (95th percentile): hits {texts[0]}, syncopation {texts[1]}, kick {texts[2]}, snare {texts[3]}");
    }

    private static int Struck(ushort[] bar, int piece) => bar.Count(step => (step >> piece & 1) != 0);

    private static double[] Distances(IReadOnlyList<ushort[]> one, IReadOnlyList<ushort[]> other) =>
    [
        PatternMeasures.Distance(one, other, PatternMeasures.Hits), PatternMeasures.Distance(one, other, PatternMeasures.Syncopation),
        PatternMeasures.PositionDistance(one, other, DrumKit.Kick), PatternMeasures.PositionDistance(one, other, DrumKit.Snare),
    ];
}
