using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
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
public sealed class OfflineRenderer(Func<EngineOptions, Chain> buildChain, IAudioThread? thread = null)
{
    private readonly IAudioThread _thread = thread ?? PortableAudioThread.Instance;

    /// <summary>Renders one file. Call it from a worker thread; allocates and does I/O. [control-thread]</summary>
    /// <param name="inputFile">What to read; its rate and channels become the chain's.</param>
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
        AudioFileInfo info = reader.Info;
        AudioEncoding encoding = options.Encoding ?? AudioEncodings.Choose(outputFile);
        using AudioFileWriter writer = new(outputFile, info.SampleRate, info.Channels, encoding, options.Overwrite);
        AudioFormat format = new(info.SampleRate, info.Channels, options.BlockFrames);
        EngineOptions engineOptions = RenderOptions.Offline(format, options.TempoBpm);
        AudioEngine engine = new(engineOptions, buildChain(engineOptions), _thread);
        RenderRun run = new(engine, reader, writer, options);
        List<string> faults = [];
        try
        {
            run.Run(progress, cancellation);
            faults.AddRange(run.Faults());
        }
        finally
        {
            faults.AddRange(Dispose(engine));
        }
        writer.Commit();
        return new RenderReport(inputFile, outputFile, info.SampleRate, info.Channels, run.InputFrames, writer.Frames,
            run.LatencyFrames, Stopwatch.GetElapsedTime(start).TotalSeconds, Decibels.FromGain(run.Peak), run.Overs,
            writer.ClippedSamples, reader.NonFiniteSamples, faults);
    }

    private static void RequireOther(string inputFile, string outputFile)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (string.Equals(Path.GetFullPath(inputFile), Path.GetFullPath(outputFile), comparison))
            throw new AudioFileException(outputFile, "the output would replace the input; give it another name");
    }

    private static string[] Dispose(AudioEngine engine)
    {
        try
        {
            engine.Dispose();
            return [];
        }
        catch (AggregateException error)
        {
            return [.. error.InnerExceptions.Select(inner => inner.Message)];
        }
    }
}
