namespace PluginHost.Hosting.Analysis;

/// <summary>What a recording is like.</summary>
/// <param name="File">Path, as the caller named it.</param>
/// <param name="Format">Container and encoding, for people.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Frames">Length.</param>
/// <param name="PeakDb">Highest sample, in dBFS; null for silence.</param>
/// <param name="TruePeakDb">Highest level, between samples too, in dBTP (ITU-R BS.1770-4, annex 2); null for silence.</param>
/// <param name="IntegratedLufs">Loudness of the whole (ITU-R BS.1770-4, EBU R 128); null when nothing is above the gate.</param>
/// <param name="NoiseFloorDb">
/// RMS level in dBFS that a twentieth of all stretches of 50 ms stay below, digital silence left out; null when there is nothing else.
/// </param>
/// <param name="ClippedSamples">Samples in runs of 3 and more at the same value of full scale, or within 0.1 dB of it.</param>
/// <param name="DcOffset">Mean of the channel that is furthest off, -1 to 1.</param>
/// <param name="NonFiniteSamples">Samples that were infinite or no number.</param>
/// <param name="TempoBpm">Tempo in beats per minute; null when none was found.</param>
/// <param name="TempoClarity">How clear the tempo is, 0 to 1.</param>
/// <param name="Key">Key, e.g. <c>C major</c>; null when none was found.</param>
/// <param name="KeyCorrelation">How well the key fits, -1 to 1.</param>
public sealed record FileAnalysis(
    string File, string Format, int SampleRate, int Channels, long Frames, double? PeakDb, double? TruePeakDb, double? IntegratedLufs,
    double? NoiseFloorDb, long ClippedSamples, double DcOffset, long NonFiniteSamples, double? TempoBpm, double? TempoClarity,
    string? Key, double? KeyCorrelation)
{
    /// <summary>Gets the length in seconds. [any-thread]</summary>
    public double Seconds => (double)Frames / SampleRate;
}
