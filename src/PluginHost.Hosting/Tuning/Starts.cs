using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Where to begin. A filter in the wrong place finds the right one only from near by, so frequencies are spread over their
/// whole range, evenly over the starts (McKay, Beckman and Conover, "A comparison of three methods for selecting values of
/// input variables", 1979: Latin hypercube sampling); everything else begins near its present value.
/// </summary>
/// <remarks>Frequencies of one slot that share a range are put in order: bands that could take each other's place would
/// otherwise be tried in every permutation. The same seed gives the same starts everywhere.</remarks>
internal static class Starts
{
    private const double Nearby = 0.1;

    /// <summary>Makes starts; the first is where the parameters are now. Allocates. [any-thread]</summary>
    /// <param name="parameters">What is tuned.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <returns>Travels, start by start.</returns>
    public static double[][] Make(IReadOnlyList<TunedParameter> parameters, int count, ulong seed)
    {
        double[] present = [.. parameters.Select(tuned => (double)tuned.Parameter.ToNormalized(tuned.Parameter.Target))];
        double[][] starts = [.. Enumerable.Range(0, count).Select(_ => (double[])present.Clone())];
        int[][] alike = [.. Enumerable.Range(0, parameters.Count)
            .Where(i => parameters[i].Parameter.Unit == ParameterUnit.Hertz)
            .GroupBy(i => (parameters[i].Slot, parameters[i].Parameter.Minimum, parameters[i].Parameter.Maximum))
            .Select(group => group.ToArray())];
        for (int start = 1; start < count; start++)
        {
            for (int i = 0; i < present.Length; i++)
                starts[start][i] = Math.Clamp(present[i] + (Nearby * ((2 * Uniform(seed, start, i)) - 1)), 0.02, 0.98);
        }
        foreach (int[] group in alike)
            Spread(starts, group, seed);
        return starts;
    }

    // Each frequency meets each part of its range once; then those of a start are put in order.
    private static void Spread(double[][] starts, int[] group, ulong seed)
    {
        int rows = starts.Length - 1;
        foreach (int i in group)
        {
            int[] order = [.. Enumerable.Range(0, rows).OrderBy(row => Uniform(seed + 1, row, i))];
            for (int row = 0; row < rows; row++)
                starts[row + 1][i] = 0.05 + (0.9 * (order[row] + Uniform(seed + 2, row, i)) / rows);
        }
        // In the order in which they stand now, which is that of the starts' first.
        int[] places = [.. group.OrderBy(i => starts[0][i])];
        foreach (double[] start in starts.Skip(1))
        {
            double[] sorted = [.. group.Select(i => start[i]).Order()];
            for (int k = 0; k < places.Length; k++)
                start[places[k]] = sorted[k];
        }
    }

    // SplitMix64 of a counter: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    public static double Uniform(ulong seed, int row, int column)
    {
        ulong z = (seed * 0x632BE59BD9B4E019) + (((ulong)(uint)row << 32) | (uint)column);
        z = (z + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
