using System.Globalization;

namespace PluginHost.Hosting.Analysis;

/// <summary>Figures in words, the same in tables and pictures.</summary>
public static class AnalysisText
{
    /// <summary>Writes a level or another figure. [any-thread]</summary>
    /// <param name="value">The figure; null is a dash.</param>
    /// <param name="format">As .NET's formats of numbers.</param>
    /// <returns>Without its unit.</returns>
    public static string Number(double? value, string format = "0.0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Writes a length as hours, minutes and seconds, as far as they are needed. [any-thread]</summary>
    /// <param name="seconds">The length.</param>
    /// <returns>E.g. <c>3:07</c>, or <c>4.2 s</c> below a minute.</returns>
    public static string Length(double seconds)
    {
        if (seconds < 60)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        long whole = (long)Math.Round(seconds);
        return whole >= 3600 ? $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}" : $"{whole / 60}:{whole % 60:00}";
    }

    /// <summary>Writes a line with the most important figures. [any-thread]</summary>
    /// <param name="analysis">What was found.</param>
    /// <returns>One line.</returns>
    public static string Summary(FileAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        string tempo = analysis.TempoBpm is { } bpm ? $"   {Number(bpm, "0")} bpm" : "";
        string key = analysis.Key is { } name ? $"   {name}" : "";
        string clipped = analysis.ClippedSamples > 0 ? $"   {analysis.ClippedSamples} clipped" : "";
        return $"{Length(analysis.Seconds)}   {Number(analysis.SampleRate / 1000.0, "0.###")} kHz   {analysis.Channels} ch   "
            + $"{Number(analysis.IntegratedLufs)} LUFS   true peak {Number(analysis.TruePeakDb)} dBTP   noise {Number(analysis.NoiseFloorDb)} dB{clipped}{tempo}{key}";
    }
}
