using System.Diagnostics;
using PluginHost.Hosting.Tuning.Fitting;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Finds the travels with the least loss: a quick search on a short piece from several starts, then a patient walk on the
/// whole. With a target the search first fits the spectrum and the walk the waveform, by least squares; the rest is left
/// out when that is exact. Keeps the best it came by, whenever it is stopped.
/// </summary>
/// <param name="piece">The problem on a short piece of the signal; may be <paramref name="whole"/>.</param>
/// <param name="whole">The problem itself.</param>
/// <param name="mostSearch">Evaluations of the search at most.</param>
/// <param name="seed">Of the starts.</param>
internal sealed class Tuner(TuneProblem piece, TuneProblem whole, int mostSearch, ulong seed)
{
    // A loss at which every band stands where it belongs; what is left is for the walk on the whole.
    private const double Found = 0.01;

    // An error-to-signal ratio of -60 dB, with which nobody needs a descent.
    private const double Fitted = 1e-6;

    // Of the evaluations of the search; those of the spectrum are short.
    private const double SpectrumPart = 0.8;
    private const int StartCount = 4;
    private const int StartSteps = 30;
    private const int SettleSteps = 40;
    private const int Followed = 3;
    private const int Rounds = 9;
    private const int PolishSteps = 40;
    private const double StartRate = 0.04;
    private const double SettleRate = 0.02;
    private const double FirstRate = 0.01;
    private const double LastRate = 0.0003;

    private readonly SpectrumResiduals? _spectrum = SpectrumResiduals.Of(piece);

    /// <summary>Gets the evaluations so far, short ones of the spectrum among them. [control-thread]</summary>
    public int Evaluations => (_spectrum?.Evaluations ?? 0) + piece.Evaluations + (ReferenceEquals(piece, whole) ? 0 : whole.Evaluations);

    /// <summary>Runs. [control-thread]</summary>
    /// <param name="steps">Of the descent on the whole, at most.</param>
    /// <param name="progress">Told about every evaluation.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>False when it was stopped; what was found by then is in the problem either way.</returns>
    public bool Run(int steps, Action<TuneProgress> progress, CancellationToken cancellation)
    {
        try
        {
            Search(steps, progress, cancellation);
            if (!whole.HasTarget || !Polish(progress, cancellation))
                Descend(steps, progress, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (Reached() is { Length: > 0 } reached)
                whole.Loss(reached);
            return false;
        }
    }

    // Where the search has come to; nowhere before its first evaluation.
    private double[] Reached() => piece.Best.Length > 0 ? piece.Best : _spectrum?.Best.Travels ?? [];

    private void Search(int steps, Action<TuneProgress> progress, CancellationToken cancellation)
    {
        Budget budget = new(mostSearch, (int)((long)steps * whole.Output[0].Length / piece.Output[0].Length), cancellation);
        BandSearch search = new(piece, () => progress(budget.Next("search", piece.BestLoss, piece.ErrorDb())));
        try
        {
            foreach (Place place in Places(search, budget, progress))
            {
                if (piece.BestLoss < Found)
                    return;
                search.Run(search.Settle(place.Travels, SettleSteps, SettleRate), Found, Rounds);
            }
        }
        catch (SearchEndedException)
        {
            // The best so far is in the problem.
        }
    }

    // Where to look closer, the most promising first.
    private Place[] Places(BandSearch search, Budget budget, Action<TuneProgress> progress)
    {
        if (_spectrum is null)
            return [.. Starts.Make(piece.Path.Parameters, StartCount, seed).Select(start => search.Walk(start, StartSteps, StartRate))
                .OrderBy(place => place.Loss).Take(Followed)];
        double[][] fits = new SpectrumSearch(_spectrum, piece.Path.Parameters, seed).Run(
            (int)(SpectrumPart * mostSearch), () => progress(budget.Next("spectrum", _spectrum.Best.Loss, null)));
        return [.. fits.Select(search.Polish).OrderBy(place => place.Loss)];
    }

    private bool Polish(Action<TuneProgress> progress, CancellationToken cancellation)
    {
        Budget budget = new(3 * PolishSteps, 0, cancellation);
        WaveformResiduals residuals = new(whole, new Place(whole.Best, whole.BestLoss));
        LevenbergMarquardt walk = new(residuals, () => progress(budget.Next("polish", whole.BestLoss, whole.ErrorDb())));
        try
        {
            return walk.Run(Reached(), PolishSteps).Loss < Fitted;
        }
        catch (SearchEndedException)
        {
            return false;
        }
    }

    private void Descend(int steps, Action<TuneProgress> progress, CancellationToken cancellation)
    {
        Descent descent = new(whole.HasTarget ? whole.Best : Reached());
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Half a cosine from the first rate to the last (Loshchilov and Hutter, "SGDR", 2017, without restarts).
            double rate = LastRate + ((FirstRate - LastRate) * (1 + Math.Cos(Math.PI * i / steps)) / 2);
            double loss = descent.Step(whole, rate);
            TimeSpan left = Stopwatch.GetElapsedTime(begin) / (i + 1) * (steps - i - 1);
            progress(new TuneProgress("descent", i + 1, steps, loss, whole.ErrorDb(), left));
        }
    }
}
