namespace PluginHost.Hosting.Checking;

/// <summary>What became of every promise of one plugin: its effects' and the assembly's own.</summary>
/// <param name="Plugin">Name of the assembly, without extension.</param>
/// <param name="File">Full path of the assembly that was asked for.</param>
/// <param name="Effects">One report per effect in the assembly.</param>
/// <param name="Checks">Results that concern the assembly: <c>loads</c> and <c>unloads</c>.</param>
public sealed record PluginCheckReport(
    string Plugin, string File, IReadOnlyList<CheckReport> Effects, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>Gets the number of promises kept. [any-thread]</summary>
    public int Passed => Count(CheckOutcome.Passed) + Effects.Sum(effect => effect.Passed);

    /// <summary>Gets the number of promises broken. [any-thread]</summary>
    public int Failed => Count(CheckOutcome.Failed) + Effects.Sum(effect => effect.Failed);

    /// <summary>Gets the number of checks that were not made. [any-thread]</summary>
    public int Skipped => Count(CheckOutcome.Skipped) + Effects.Sum(effect => effect.Skipped);

    /// <summary>Gives the report as <see cref="ReportText"/> writes it. [any-thread]</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => ReportText.Of(this);

    private int Count(CheckOutcome outcome) => Checks.Count(check => check.Outcome == outcome);
}
