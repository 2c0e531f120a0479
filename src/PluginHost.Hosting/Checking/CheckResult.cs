namespace PluginHost.Hosting.Checking;

/// <summary>How one check ended.</summary>
public enum CheckOutcome
{
    /// <summary>The promise was kept wherever it was tried.</summary>
    Passed,

    /// <summary>The promise was broken; the detail says where and how.</summary>
    Failed,

    /// <summary>The check does not apply or could not be made; the detail says why.</summary>
    Skipped,
}

/// <summary>What became of one promise.</summary>
/// <param name="Name">Stable name of the check: lower-case letters and hyphens.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was tried, what broke, or why nothing was tried; one line.</param>
public sealed record CheckResult(string Name, CheckOutcome Outcome, string Detail);

/// <summary>What <c>Process</c> costs here and now: stereo noise at 48 kHz in blocks of 64 frames. A report, never a
/// verdict.</summary>
/// <param name="NanosecondsPerFrame">Median time of one frame, in ns.</param>
/// <param name="BlockLoadPercent">Share of the block's duration, in percent.</param>
public sealed record EffectTiming(double NanosecondsPerFrame, double BlockLoadPercent);
