using System.Diagnostics;

namespace PluginHost.Hosting.Tuning;

/// <summary>Counts evaluations, and ends what takes too many.</summary>
/// <param name="most">Evaluations at most.</param>
/// <param name="rest">Those that follow afterwards, for the time left.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class Budget(int most, int rest, CancellationToken cancellation)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private int _evaluations;

    /// <summary>Takes one evaluation out. [control-thread]</summary>
    /// <param name="phase">What it is for.</param>
    /// <param name="loss">The least so far.</param>
    /// <param name="errorDb">Error-to-signal ratio of the last one, when it is known.</param>
    /// <returns>How far it is.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="SearchEndedException">There is none left.</exception>
    public TuneProgress Next(string phase, double loss, double? errorDb)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++_evaluations > most)
            throw new SearchEndedException();
        return new TuneProgress(phase, _evaluations, most, loss, errorDb,
            Stopwatch.GetElapsedTime(_begin) / _evaluations * (most - _evaluations + rest));
    }
}

/// <summary>A search has used up its evaluations; what it came by is kept.</summary>
internal sealed class SearchEndedException : Exception;
