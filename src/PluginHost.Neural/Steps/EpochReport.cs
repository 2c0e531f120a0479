namespace PluginHost.Neural.Steps;

/// <summary>One point of the learning curve.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainNats">Nats per step in training, with dropout, over the epoch.</param>
/// <param name="ValidNats">Nats per step on the validation pieces, with averaged weights.</param>
/// <param name="BestValidNats">The least so far.</param>
/// <param name="BestEpoch">When it was reached.</param>
/// <param name="Elapsed">Time spent, earlier runs of the same training included.</param>
/// <param name="Remaining">Time until the last epoch at the present pace.</param>
public sealed record EpochReport(
    int Epoch, double TrainNats, double ValidNats, double BestValidNats, int BestEpoch, TimeSpan Elapsed, TimeSpan Remaining);
