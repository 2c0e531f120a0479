namespace PluginHost.Hosting.Rendering;

/// <summary>What was done for <see cref="RenderOptions.LoudnessLufs"/>.</summary>
/// <param name="MeasuredLufs">Integrated loudness of what left the chain; null when no window was above the gate, as in silence.</param>
/// <param name="MeasuredTruePeakDb">Its true peak, in dBTP.</param>
/// <param name="GainDb">What it was multiplied by, in dB; 0 when there was nothing to measure.</param>
/// <param name="OutputLufs">Integrated loudness of the file.</param>
/// <param name="IsHeldBack">Whether the true peak allowed less than was asked for.</param>
public sealed record LoudnessReport(
    double? MeasuredLufs, double MeasuredTruePeakDb, double GainDb, double? OutputLufs, bool IsHeldBack);
