using PluginHost.Hosting.Tuning.Fitting;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Leads bands out of the wrong valley: takes the one that helps least out, looks where in the spectrum the slope of its
/// gain is steepest, and walks downhill from the best of these places.
/// </summary>
/// <remarks>
/// The choice by the steepest slope is that of matching pursuit (Mallat and Zhang, "Matching pursuits with time-frequency
/// dictionaries", 1993); walking on with all parameters after each choice is what makes it fit again.
/// </remarks>
/// <param name="problem">What is to be solved.</param>
/// <param name="step">Called before every evaluation; may throw to end the search.</param>
internal sealed class BandSearch(TuneProblem problem, Action step)
{
    private const int Places = 24;
    private const int Tried = 4;
    private const int TrialSteps = 25;
    private const int FollowUpSteps = 40;
    private const int PolishSteps = 10;
    private const double TrialRate = 0.04;
    private const double JointRate = 0.015;
    private const double Broad = 0.42;
    private const double Progress = 0.98;

    private readonly Band[] _bands = Band.Find(problem.Path.Parameters);
    private readonly double[] _gradient = new double[problem.Count];

    /// <summary>Moves bands until none of them finds a better place. [control-thread]</summary>
    /// <param name="best">Where it begins and what it returns at least.</param>
    /// <param name="enough">A loss that needs no further search.</param>
    /// <param name="rounds">Bands to try at most.</param>
    /// <returns>The best place found.</returns>
    public Place Run(Place best, double enough, int rounds)
    {
        int failures = 0;
        for (int round = 0; round < rounds && failures < _bands.Length && best.Loss > enough; round++)
        {
            Band band = Weakest(best.Travels, failures);
            Place moved = Reseat(best.Travels, band);
            bool isBetter = moved.Loss < best.Loss * Progress;
            best = moved.Loss < best.Loss ? moved : best;
            failures = isBetter ? 0 : failures + 1;
        }
        return best;
    }

    /// <summary>Walks some steps downhill, ever shorter ones. [control-thread]</summary>
    /// <param name="start">Travels to begin with.</param>
    /// <param name="steps">How many.</param>
    /// <param name="rate">About the largest change of a travel in the first.</param>
    /// <param name="only">Indices of the parameters that move; null for all.</param>
    /// <returns>The best place on the way.</returns>
    public Place Walk(double[] start, int steps, double rate, int[]? only = null)
    {
        Descent descent = new(start, only);
        for (int i = 0; i < steps; i++)
        {
            step();
            descent.Step(problem, rate * (1 - (0.8 * i / steps)));
        }
        return descent.Best;
    }

    /// <summary>Goes to the bottom of the valley it is in. [control-thread]</summary>
    /// <param name="start">Travels to begin with.</param>
    /// <param name="steps">Of the descent; with a target the last part of the way takes a few evaluations more.</param>
    /// <param name="rate">About the largest change of a travel in the first.</param>
    /// <returns>The best place on the way.</returns>
    public Place Settle(double[] start, int steps, double rate)
    {
        Place place = Walk(start, steps, rate);
        return problem.HasTarget && Polish(place.Travels) is var polished && polished.Loss < place.Loss ? polished : place;
    }

    /// <summary>Fits the waveform; needs a target. [control-thread]</summary>
    /// <param name="start">Travels to begin with.</param>
    /// <returns>The best place on the way.</returns>
    public Place Polish(double[] start)
    {
        WaveformResiduals residuals = new(problem, new Place(start, double.PositiveInfinity));
        new LevenbergMarquardt(residuals, step).Run(start, PolishSteps);
        return residuals.Best;
    }

    // By what the loss is without it; the n-th when the weaker ones were tried in vain.
    private Band Weakest(double[] travels, int skipped) => _bands.OrderBy(band =>
    {
        double[] without = (double[])travels.Clone();
        without[band.Gain] = band.Neutral;
        step();
        return problem.Loss(without);
    }).ElementAt(skipped);

    private Place Reseat(double[] travels, Band band)
    {
        double[] free = (double[])travels.Clone();
        free[band.Gain] = band.Neutral;
        foreach (int other in band.Others)
            free[other] = Broad;
        double[] slopes = [.. Enumerable.Range(0, Places).Select(place => Slope(free, band, place))];
        IEnumerable<int> steepest = Enumerable.Range(0, Places)
            .Where(place => slopes[place] >= slopes[Math.Max(0, place - 1)] && slopes[place] >= slopes[Math.Min(Places - 1, place + 1)])
            .OrderByDescending(place => slopes[place]).Take(Tried);
        int[] own = [band.Frequency, band.Gain, .. band.Others];
        Place best = steepest.Select(place => Walk(At(free, band, place), TrialSteps, TrialRate, own)).ToArray().MinBy(place => place.Loss);
        return Settle(best.Travels, FollowUpSteps, JointRate);
    }

    private double Slope(double[] free, Band band, int place)
    {
        step();
        problem.Loss(At(free, band, place), _gradient);
        return Math.Abs(_gradient[band.Gain]);
    }

    private static double[] At(double[] free, Band band, int place)
    {
        double[] travels = (double[])free.Clone();
        travels[band.Frequency] = (place + 0.5) / Places;
        return travels;
    }
}
