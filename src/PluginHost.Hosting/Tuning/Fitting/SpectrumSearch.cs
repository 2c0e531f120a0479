namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>
/// Finds settings whose spectrum fits: walks downhill from starts all over the space, then hops from the best of these by
/// moving one band elsewhere and walking on with all (basin hopping: Wales and Doye, "Global optimization by
/// basin-hopping", 1997, but keeping only what is better).
/// </summary>
/// <param name="residuals">The spectrum.</param>
/// <param name="parameters">What is tuned.</param>
/// <param name="seed">Of the starts and the hops.</param>
internal sealed class SpectrumSearch(SpectrumResiduals residuals, IReadOnlyList<TunedParameter> parameters, ulong seed)
{
    // A mean square at which only one place is left; what remains is for the waveform.
    private const double Found = 1e-5;
    private const int StartCount = 12;
    private const int KeptCount = 3;
    private const int Steps = 20;
    private const double Nudge = 0.05;
    private const double Broad = 0.42;
    private const double Narrow = 0.62;
    private const double Golden = 0.6180339887498949;

    // Places whose squares differ by less than this part are one place.
    private const double Alike = 0.01;

    private readonly Band[] _bands = Band.Find(parameters);

    /// <summary>Searches. Allocates. [control-thread]</summary>
    /// <param name="evaluations">After which no further hop begins.</param>
    /// <param name="step">Called before every evaluation; may throw to end the search.</param>
    /// <returns>Travels of different places, the best fit first.</returns>
    public double[][] Run(int evaluations, Action step)
    {
        LevenbergMarquardt walk = new(residuals, step);
        List<Place> ends = [];
        foreach (double[] start in Starts.Make(parameters, StartCount, seed))
        {
            ends.Add(walk.Run(start, Steps));
            if (ends[^1].Loss < Found)
                break;
        }
        Place[] kept = [.. ends.OrderBy(place => place.Loss).Take(KeptCount)];
        for (int hop = 0; _bands.Length > 0 && residuals.Evaluations < evaluations && kept.Min(place => place.Loss) > Found; hop++)
        {
            int from = hop % kept.Length;
            Place reached = walk.Run(Moved(kept[from].Travels, hop / kept.Length), Steps);
            if (reached.Loss < kept[from].Loss && !kept.Where((_, i) => i != from).Any(place => IsSame(place, reached)))
                kept[from] = reached;
        }
        return [.. kept.OrderBy(place => place.Loss).Select(place => place.Travels)];
    }

    private static bool IsSame(Place one, Place other) => Math.Abs(one.Loss - other.Loss) < Alike * other.Loss;

    // Bands take turns; the golden ratio spreads their places, and up and down, broad and narrow are tried.
    private double[] Moved(double[] travels, int turn)
    {
        Band band = _bands[turn % _bands.Length];
        int visit = turn / _bands.Length;
        double[] moved = (double[])travels.Clone();
        foreach (int other in band.Others)
            moved[other] = (visit & 2) == 0 ? Broad : Narrow;
        moved[band.Gain] = band.Neutral + ((visit & 1) == 0 ? Nudge : -Nudge);
        moved[band.Frequency] = Math.Clamp((Starts.Uniform(seed + 3, turn % _bands.Length, 0) + (visit * Golden)) % 1, 0.02, 0.98);
        return moved;
    }
}
