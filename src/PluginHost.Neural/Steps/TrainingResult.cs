namespace PluginHost.Neural.Steps;

/// <summary>What came out of a training.</summary>
/// <param name="Model">The averaged weights of the epoch with the best validation.</param>
/// <param name="Curve">Every epoch.</param>
/// <param name="WasCancelled">Whether it was stopped from outside.</param>
public sealed record TrainingResult(StepModel Model, IReadOnlyList<EpochReport> Curve, bool WasCancelled);
