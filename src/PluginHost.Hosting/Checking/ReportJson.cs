using System.Text.Json;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// Check reports for programs. Keys: <c>plugin, file, effects[].id/name/checks/timing, checks[].name/outcome/detail,
/// passed, failed, skipped</c>; outcomes are <c>passed, failed, skipped</c>; <c>timing</c> is null when the effect
/// could not be run.
/// </summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes the report of a plugin as one indented object. [any-thread]</summary>
    /// <param name="report">The report.</param>
    /// <param name="destination">Where the UTF-8 text goes; stays open.</param>
    public static void Write(PluginCheckReport report, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(destination);
        using var json = new Utf8JsonWriter(destination, Indented);
        json.WriteStartObject();
        json.WriteString("plugin", report.Plugin);
        json.WriteString("file", report.File);
        json.WriteStartArray("effects");
        foreach (CheckReport effect in report.Effects)
            Write(json, effect);
        json.WriteEndArray();
        Write(json, report.Checks);
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("failed", report.Failed);
        json.WriteNumber("skipped", report.Skipped);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckReport effect)
    {
        json.WriteStartObject();
        json.WriteString("id", effect.Id);
        json.WriteString("name", effect.Name);
        Write(json, effect.Checks);
        if (effect.Timing is { } timing)
        {
            json.WriteStartObject("timing");
            json.WriteNumber("nanosecondsPerFrame", Math.Round(timing.NanosecondsPerFrame, 2));
            json.WriteNumber("blockLoadPercent", Math.Round(timing.BlockLoadPercent, 3));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("timing");
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<CheckResult> checks)
    {
        json.WriteStartArray("checks");
        foreach (CheckResult check in checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("outcome", ReportText.Word(check.Outcome));
            json.WriteString("detail", check.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
