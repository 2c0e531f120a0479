using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tuning;

/// <summary>What tuning came to.</summary>
/// <param name="Preset">The whole chain with the values that were found.</param>
/// <param name="Changes">The tuned parameters.</param>
/// <param name="LossBefore">Before: with a target the multi-resolution spectral distance, with a reference dB.</param>
/// <param name="LossAfter">After; measured, like everything here, on the sound that the real chain renders.</param>
/// <param name="ErrorBeforeDb">Error-to-signal ratio before, 10 log10 of |target - output|^2 / |target|^2; null without a
/// target.</param>
/// <param name="ErrorAfterDb">The same after.</param>
/// <param name="DelayFrames">By how much the target lags the chain's output; it was shifted back.</param>
/// <param name="Evaluations">How often the chain was run.</param>
/// <param name="IsInterrupted">Whether it was stopped early.</param>
/// <param name="Notes">What the user should know, a sentence each.</param>
public sealed record TuneReport(
    Preset Preset, IReadOnlyList<TunedValue> Changes, double LossBefore, double LossAfter, double? ErrorBeforeDb,
    double? ErrorAfterDb, int DelayFrames, int Evaluations, bool IsInterrupted, IReadOnlyList<string> Notes)
{
    /// <summary>Gets whether the sound is nearer than before. [any-thread]</summary>
    public bool IsImproved => LossAfter < LossBefore;
}

/// <summary>One tuned parameter.</summary>
/// <param name="Name">Slot counted from 1, and id.</param>
/// <param name="Before">Its value before, in its unit.</param>
/// <param name="After">Its value after.</param>
/// <param name="Unit">The symbol of its unit; may be empty.</param>
public sealed record TunedValue(string Name, float Before, float After, string Unit);

/// <summary>How far tuning is.</summary>
/// <param name="Phase">With a target <c>spectrum</c>, <c>search</c>, <c>polish</c>, <c>descent</c>, of which any but the first may
/// be left out; with a reference <c>search</c> and <c>descent</c>.</param>
/// <param name="Step">Counted from 1; <c>search</c> goes on where <c>spectrum</c> ended.</param>
/// <param name="Steps">Steps of this phase, at most.</param>
/// <param name="Loss">The loss there; in <c>spectrum</c> the mean square of the difference in nepers.</param>
/// <param name="ErrorDb">Error-to-signal ratio of that piece of sound; null without a target, and in <c>spectrum</c>.</param>
/// <param name="Left">Time until the end, unless it finds the place and ends sooner.</param>
public readonly record struct TuneProgress(string Phase, int Step, int Steps, double Loss, double? ErrorDb, TimeSpan Left);
