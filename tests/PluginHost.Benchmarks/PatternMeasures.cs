using PluginHost.Patterns.Corpus;

namespace PluginHost.Benchmarks;

/// <summary>Numbers that tell drum patterns apart. A bar is 16 sets of kit pieces, one bit each.</summary>
internal static class PatternMeasures
{
    public const int Steps = 16;

    /// <summary>Metrical weights of the sixteenths of a bar.</summary>
    private static readonly int[] Weights = [0, -4, -3, -4, -2, -4, -3, -4, -1, -4, -3, -4, -2, -4, -3, -4];

    private const int Bins = 64;

    public static int Hits(ushort[] bar) => bar.Sum(step => int.PopCount(step));

    /// <summary>
    /// Syncopation of kick and snare together after Longuet-Higgins and Lee, "The rhythmic interpretation of monophonic music" (1984):
    /// for every onset that is followed by a rest on a stronger place, the difference of the two weights.
    /// </summary>
    public static int Syncopation(ushort[] bar)
    {
        const int KickAndSnare = (1 << DrumKit.Kick) | (1 << DrumKit.Snare);
        int sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            if ((bar[step] & KickAndSnare) == 0)
                continue;
            int strongest = Weights[step];
            for (int rest = step + 1; rest < step + Steps && (bar[rest % Steps] & KickAndSnare) == 0; rest++)
                strongest = Math.Max(strongest, Weights[rest % Steps]);
            sum += strongest - Weights[step];
        }
        return sum;
    }

    public static double Mean(IReadOnlyList<ushort[]> bars, Func<ushort[], int> measure) => bars.Average(bar => measure(bar));

    /// <summary>Total variation between the histograms of a measure over bars, in classes of four.</summary>
    public static double Distance(IReadOnlyList<ushort[]> one, IReadOnlyList<ushort[]> other, Func<ushort[], int> measure)
    {
        double[] difference = new double[Bins];
        foreach (ushort[] bar in one)
            difference[measure(bar) / 4] += 1.0 / one.Count;
        foreach (ushort[] bar in other)
            difference[measure(bar) / 4] -= 1.0 / other.Count;
        return difference.Sum(Math.Abs) / 2;
    }

    /// <summary>Half the summed difference of where in the bar a piece is struck, 0 to 1.</summary>
    public static double PositionDistance(IReadOnlyList<ushort[]> one, IReadOnlyList<ushort[]> other, int piece)
    {
        double[] a = Positions(one, piece);
        double[] b = Positions(other, piece);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Sum() / 2;
    }

    /// <summary>Share of different ones among all pairs of bars that follow one another.</summary>
    public static double DistinctPairs(IReadOnlyList<IReadOnlyList<ushort[]>> songs)
    {
        string[] pairs = [.. songs.SelectMany(song => song.Zip(song.Skip(1), (a, b) => string.Join(',', a.Concat(b))))];
        return pairs.Distinct().Count() / (double)pairs.Length;
    }

    /// <summary>Longest run of steps of one that is also in the other, found by bisection over its length.</summary>
    public static int LongestCopy(IReadOnlyList<ushort[]> ones, IReadOnlyList<ushort[]> others)
    {
        int least = 0;
        int most = ones.Max(one => one.Length);
        while (least < most)
        {
            int length = (least + most + 1) / 2;
            HashSet<UInt128> known = [.. others.SelectMany(other => Windows(other, length))];
            if (ones.Any(one => Windows(one, length).Any(known.Contains)))
                least = length;
            else
                most = length - 1;
        }
        return least;
    }

    /// <summary>Spearman's rank correlation; ties share their mean rank.</summary>
    public static double RankCorrelation(double[] a, double[] b)
    {
        double[] x = Ranks(a);
        double[] y = Ranks(b);
        double meanX = x.Average();
        double meanY = y.Average();
        double product = x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum();
        return product / Math.Sqrt(x.Sum(p => (p - meanX) * (p - meanX)) * y.Sum(q => (q - meanY) * (q - meanY)));
    }

    private static double[] Ranks(double[] values)
    {
        double[] ranks = new double[values.Length];
        foreach (IGrouping<double, (double Value, int Index, int Rank)> ties in values.Select((value, index) => (value, index)).OrderBy(one => one.value)
            .Select((one, rank) => (one.value, one.index, rank)).GroupBy(one => one.value))
        {
            foreach ((_, int index, _) in ties)
                ranks[index] = ties.Average(one => one.Rank);
        }
        return ranks;
    }

    private static double[] Positions(IReadOnlyList<ushort[]> bars, int piece)
    {
        double[] counts = new double[Steps];
        foreach (ushort[] bar in bars)
        {
            for (int step = 0; step < Steps; step++)
                counts[step] += bar[step] >> piece & 1;
        }
        double sum = counts.Sum();
        return [.. counts.Select(count => count / sum)];
    }

    /// <summary>A hash of every run of that length (polynomial, 128 bits, so that different runs do not meet).</summary>
    private static IEnumerable<UInt128> Windows(ushort[] steps, int length)
    {
        UInt128 factor = new(0x9E3779B97F4A7C15, 0xF39CC0605CEDC835);
        UInt128 hash = 0;
        UInt128 leaving = 1;
        for (int i = 0; i < length; i++)
            leaving *= factor;
        for (int step = 0; step < steps.Length; step++)
        {
            hash = (hash * factor) + steps[step] + 1;
            if (step >= length)
                hash -= leaving * ((UInt128)steps[step - length] + 1);
            if (step >= length - 1)
                yield return hash;
        }
    }
}
