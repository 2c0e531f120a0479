namespace PluginHost.Hosting.Rendering;

/// <summary>What became of one file.</summary>
/// <param name="InputFile">What was read.</param>
/// <param name="OutputFile">What was written.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">Channels of both files.</param>
/// <param name="InputFrames">Length of the input.</param>
/// <param name="OutputFrames">Length of the output: input and tail.</param>
/// <param name="LatencyFrames">Frames cut off at the start, so that the output is in time with the input.</param>
/// <param name="ElapsedSeconds">Time it took, from opening to closing.</param>
/// <param name="PeakDb">Highest level of the output, in dBFS.</param>
/// <param name="Overs">Samples of the output beyond full scale.</param>
/// <param name="ClippedSamples">Those of them that the encoding cut off; 0 when it is float.</param>
/// <param name="NonFiniteInputSamples">Samples of the input that were infinite or no number, and became 0.</param>
/// <param name="Faults">Slots that were set aside, and whatever else went wrong, one line each.</param>
public sealed record RenderReport(
    string InputFile, string OutputFile, int SampleRate, int Channels, long InputFrames, long OutputFrames, int LatencyFrames,
    double ElapsedSeconds, float PeakDb, long Overs, long ClippedSamples, long NonFiniteInputSamples,
    IReadOnlyList<string> Faults)
{
    /// <summary>Gets what was done for the loudness; null when none was asked for. [any-thread]</summary>
    public LoudnessReport? Loudness { get; init; }

    /// <summary>Gets the frames kept behind the end of the input. [any-thread]</summary>
    public long TailFrames => OutputFrames - InputFrames;

    /// <summary>Gets the length of the output in seconds. [any-thread]</summary>
    public double Seconds => (double)OutputFrames / SampleRate;

    /// <summary>Gets how much faster than playing it was. [any-thread]</summary>
    public double TimesRealTime => ElapsedSeconds > 0 ? Seconds / ElapsedSeconds : 0;

    /// <summary>Gets whether every slot worked to the end; otherwise the file is there, but part of the chain was not heard. [any-thread]</summary>
    public bool IsComplete => Faults.Count == 0;

    /// <summary>Gets what the user should know though the render succeeded: clipped or replaced samples. [any-thread]</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. ClippedSamples > 0
            ? [$"{OutputFile}: {ClippedSamples} samples were clipped (the peak is {PeakDb:+0.0;-0.0} dBFS); turn the chain down or write wav"]
            : Array.Empty<string>(),
        .. NonFiniteInputSamples > 0
            ? [$"{InputFile}: {NonFiniteInputSamples} samples were infinite or no number and were replaced by 0"]
            : Array.Empty<string>(),
        .. Loudness is { MeasuredLufs: null }
            ? [$"{OutputFile}: nothing is loud enough to be measured; its level was left as it is"]
            : Loudness is { IsHeldBack: true, OutputLufs: { } lufs }
            ? [$"{OutputFile}: its peaks allow {lufs:0.0} LUFS and no more; a limiter in the chain would"]
            : Array.Empty<string>(),
    ];
}

/// <summary>How far a render is.</summary>
/// <param name="Frames">Input frames done.</param>
/// <param name="TotalFrames">Input frames in all; null when the file does not say.</param>
/// <param name="SampleRate">Frames of a second.</param>
public readonly record struct RenderProgress(long Frames, long? TotalFrames, int SampleRate);
