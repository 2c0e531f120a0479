using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Metadata;
using PluginHost.Hosting.Audio.Resampling;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// Renders a file through the engine that also plays live, as fast as it goes: output in time with the input, its tail kept. The
/// samples are those of a live run, whatever the block size.
/// </summary>
/// <param name="buildChain">
/// Builds the chain for options that depend on the file: <see cref="Presets.ChainBuilder.Build"/> fits. The renderer disposes it.
/// </param>
/// <param name="thread">Makes the calling thread flush denormals as the live one does; plain .NET when null.</param>
/// <param name="keepChain">
/// Whether to keep the chain for the next file of the same format, until <see cref="Dispose"/>; the bytes are the same. A renderer
/// then belongs to one worker thread.
/// </param>
public sealed class OfflineRenderer(Func<EngineOptions, Chain> buildChain, IAudioThread? thread = null, bool keepChain = false) : IDisposable
{
    private const long MostBytesWithPlaces = 3_500_000_000;
    private readonly IAudioThread _thread = thread ?? PortableAudioThread.Instance;
    private readonly KeptChain _chain = new(buildChain, keepChain);

    /// <summary>Renders one file. Call it from a worker thread; allocates and does I/O. [control-thread]</summary>
    /// <param name="inputFile">What to read; its channels, and its rate unless another is asked for, become the chain's.</param>
    /// <param name="outputFile">What to write; appears when it is whole.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told about every second of sound, on this thread.</param>
    /// <param name="cancellation">Ends the work; no output is left.</param>
    /// <returns>What became of it; look at <see cref="RenderReport.IsComplete"/>.</returns>
    /// <exception cref="AudioFileException">A file cannot be read or written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>What <c>buildChain</c> throws passes through.</remarks>
    public RenderReport Render(string inputFile, string outputFile, RenderOptions options,
        Action<RenderProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        long start = Stopwatch.GetTimestamp();
        RequireOther(inputFile, outputFile);
        _thread.Enter(ours: false);
        using AudioFileReader reader = new(inputFile);
        using ResampledSource? resampled = options.SampleRate is { } rate && rate != reader.SampleRate ? new(reader, rate) : null;
        IAudioSource source = resampled is null ? reader : resampled;
        AudioEncoding encoding = options.Encoding ?? AudioEncodings.Choose(outputFile);
        using AudioFileWriter writer = new(outputFile, source.SampleRate, source.Channels, encoding, options.Overwrite,
            metadata: Metadata(reader, source));
        using LoudnessSpool? spool = options.LoudnessLufs is null ? null : new(outputFile, source.SampleRate, source.Channels);
        EngineOptions engineOptions = RenderOptions.Offline(
            new AudioFormat(source.SampleRate, source.Channels, options.BlockFrames), options.TempoBpm);
        Chain chain = _chain.Take(engineOptions);
        List<string> faults = [];
        RenderRun run;
        bool isSound = false;
        try
        {
            run = new(new AudioEngine(engineOptions, chain, _thread), source, spool is null ? writer : spool, options);
            run.Run(progress, cancellation);
            faults.AddRange(run.Faults());
            isSound = faults.Count == 0;
        }
        finally
        {
            faults.AddRange(_chain.Return(chain, isSound));
        }
        LoudnessReport? loudness = spool?.CopyTo(writer, options.LoudnessLufs!.Value, options.TruePeakDb, cancellation);
        writer.Commit();
        return new RenderReport(inputFile, outputFile, source.SampleRate, source.Channels, run.InputFrames, writer.Frames,
            run.LatencyFrames, Stopwatch.GetElapsedTime(start).TotalSeconds, Decibels.FromGain(run.Peak) + (float)(loudness?.GainDb ?? 0),
            spool is null ? run.Overs : writer.ClippedSamples, writer.ClippedSamples, reader.NonFiniteSamples, faults) { Loudness = loudness };
    }

    /// <summary>Disposes the chain that was kept, if any. [control-thread]</summary>
    public void Dispose() => _chain.Dispose();

    private static AudioMetadata Metadata(AudioFileReader reader, IAudioSource source)
    {
        AudioMetadata metadata = reader.ReadMetadata().AtRatio((double)source.SampleRate / reader.SampleRate);
        // Only a plain WAV has loops and marks, and it ends at 4 GB.
        return source.Frames * source.Channels * sizeof(float) > MostBytesWithPlaces ? metadata.WithoutPlaces() : metadata;
    }

    private static void RequireOther(string inputFile, string outputFile)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (string.Equals(RealPath.Of(inputFile), RealPath.Of(outputFile), comparison))
            throw new AudioFileException(outputFile, "the output would replace the input; give it another name");
    }
}
