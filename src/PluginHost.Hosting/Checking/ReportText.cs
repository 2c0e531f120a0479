using System.Globalization;
using System.Text;

namespace PluginHost.Hosting.Checking;

/// <summary>Check reports for people: one line per check, the counts last.</summary>
public static class ReportText
{
    /// <summary>Writes the report of one effect. [any-thread]</summary>
    /// <param name="report">The report.</param>
    /// <returns>Lines that end with the counts.</returns>
    public static string Of(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Append(text, report);
        return Counts(text, report.Passed, report.Failed, report.Skipped);
    }

    /// <summary>Writes the report of a plugin. [any-thread]</summary>
    /// <param name="report">The report.</param>
    /// <returns>Lines that end with the counts over all effects.</returns>
    public static string Of(PluginCheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append(report.File).Append('\n');
        foreach (CheckReport effect in report.Effects)
            Append(text, effect);
        text.Append("plugin ").Append(report.Plugin).Append('\n');
        Append(text, report.Checks);
        return Counts(text, report.Passed, report.Failed, report.Skipped);
    }

    private static void Append(StringBuilder text, CheckReport effect)
    {
        text.Append("effect ").Append(effect.Id).Append(" (").Append(effect.Name).Append(")\n");
        Append(text, effect.Checks);
        if (effect.Timing is not { } timing)
            return;
        text.Append(CultureInfo.InvariantCulture, $"  time     {timing.NanosecondsPerFrame:F1} ns a frame, ");
        text.Append(CultureInfo.InvariantCulture, $"{timing.BlockLoadPercent:F2} % of a 64-frame block\n");
    }

    private static void Append(StringBuilder text, IReadOnlyList<CheckResult> checks)
    {
        foreach (CheckResult check in checks)
        {
            string outcome = check.Outcome == CheckOutcome.Failed ? "FAILED" : Word(check.Outcome);
            text.Append("  ").Append(outcome.PadRight(9)).Append(check.Name.PadRight(17));
            text.Append(check.Detail).Append('\n');
        }
    }

    /// <summary>Names an outcome as reports do: <c>passed</c>, <c>failed</c>, <c>skipped</c>. [any-thread]</summary>
    internal static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "skipped",
    };

    private static string Counts(StringBuilder text, int passed, int failed, int skipped) =>
        text.Append(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed, {skipped} skipped").ToString();
}
