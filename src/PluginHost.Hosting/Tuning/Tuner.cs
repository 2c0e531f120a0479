using System.Diagnostics;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Finds the travels with the least loss: a quick search on a short piece from several starts, then a patient descent on
/// the whole. Keeps the best it came by, whenever it is stopped.
/// </summary>
/// <param name="piece">The problem on a short piece of the signal; may be <paramref name="whole"/>.</param>
/// <param name="whole">The problem itself.</param>
/// <param name="mostSearch">Evaluations of the search at most.</param>
/// <param name="seed">Of the starts.</param>
internal sealed class Tuner(TuneProblem piece, TuneProblem whole, int mostSearch, ulong seed)
{
    // A loss at which every band stands where it belongs; what is left is for the descent.
    private const double Found = 0.01;
    private const int StartCount = 4;
    private const int StartSteps = 30;
    private const int SettleSteps = 40;
    private const int Followed = 3;
    private const int Rounds = 9;
    private const double StartRate = 0.04;
    private const double SettleRate = 0.02;
    private const double FirstRate = 0.01;
    private const double LastRate = 0.0003;

    /// <summary>Runs. [control-thread]</summary>
    /// <param name="steps">Of the descent on the whole.</param>
    /// <param name="progress">Told about every evaluation.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>False when it was stopped; what was found by then is in the problem either way.</returns>
    public bool Run(int steps, Action<TuneStep> progress, CancellationToken cancellation)
    {
        try
        {
            Search(steps, progress, cancellation);
            Descend(steps, progress, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            // Before the first evaluation of the piece the settings as they were are the best of the whole.
            if (piece.Best.Length > 0)
                whole.Loss(piece.Best);
            return false;
        }
    }

    private void Search(int steps, Action<TuneStep> progress, CancellationToken cancellation)
    {
        int evaluations = 0;
        long begin = Stopwatch.GetTimestamp();
        double scale = (double)whole.Output[0].Length / piece.Output[0].Length;
        BandSearch search = new(piece, () =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (++evaluations > mostSearch)
                throw new SearchEnded();
            // At most: the search ends as soon as it has found the place.
            TimeSpan left = Stopwatch.GetElapsedTime(begin) / evaluations * (mostSearch - evaluations + (steps * scale));
            progress(new TuneStep("search", evaluations, mostSearch, piece.BestLoss, piece, left));
        });
        try
        {
            Descent[] starts = [.. Starts.Make(piece.Path.Parameters, StartCount, seed)
                .Select(start => search.Walk(new Descent(start), StartSteps, StartRate))];
            foreach (Descent start in starts.OrderBy(descent => descent.BestLoss).Take(Followed))
            {
                search.Run(search.Walk(new Descent(start.Best), SettleSteps, SettleRate), Found, Rounds);
                if (piece.BestLoss < Found)
                    return;
            }
        }
        catch (SearchEnded)
        {
            // The best so far is in the problem.
        }
    }

    private void Descend(int steps, Action<TuneStep> progress, CancellationToken cancellation)
    {
        Descent descent = new(piece.Best.Length > 0 ? piece.Best : whole.Best);
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Half a cosine from the first rate to the last (Loshchilov and Hutter, "SGDR", 2017, without restarts).
            double rate = LastRate + ((FirstRate - LastRate) * (1 + Math.Cos(Math.PI * i / steps)) / 2);
            double loss = descent.Step(whole, rate);
            TimeSpan left = Stopwatch.GetElapsedTime(begin) / (i + 1) * (steps - i - 1);
            progress(new TuneStep("descent", i + 1, steps, loss, whole, left));
        }
    }

    private sealed class SearchEnded : Exception;
}

/// <summary>One evaluation.</summary>
/// <param name="Phase"><c>search</c> or <c>descent</c>.</param>
/// <param name="Step">Counted from 1.</param>
/// <param name="Steps">Of this phase, at most.</param>
/// <param name="Loss">The loss; during the search the least so far, on the piece.</param>
/// <param name="Problem">What was evaluated.</param>
/// <param name="Left">Until the end, at most.</param>
internal readonly record struct TuneStep(string Phase, int Step, int Steps, double Loss, TuneProblem Problem, TimeSpan Left);
