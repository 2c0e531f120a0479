namespace PluginHost.Hosting.Checking;

/// <summary>What became of every promise of one effect.</summary>
/// <param name="Id">The id its attribute gives, else the name of its type.</param>
/// <param name="Name">The name people read.</param>
/// <param name="Checks">One result per check, in the order they were made.</param>
/// <param name="Timing">What it costs; null when it could not be run.</param>
public sealed record CheckReport(string Id, string Name, IReadOnlyList<CheckResult> Checks, EffectTiming? Timing)
{
    /// <summary>Gets the number of promises kept. [any-thread]</summary>
    public int Passed => Count(CheckOutcome.Passed);

    /// <summary>Gets the number of promises broken. [any-thread]</summary>
    public int Failed => Count(CheckOutcome.Failed);

    /// <summary>Gets the number of checks that were not made. [any-thread]</summary>
    public int Skipped => Count(CheckOutcome.Skipped);

    /// <summary>Gives the report as <see cref="ReportText"/> writes it. [any-thread]</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => ReportText.Of(this);

    private int Count(CheckOutcome outcome) => Checks.Count(check => check.Outcome == outcome);
}
