using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Analysis;

/// <summary>Looks at recordings, one after the other, each read once and never held whole. Belongs to one thread.</summary>
public sealed class FileAnalyzer
{
    private const int BlockFrames = 4096;
    private Meters? _meters;
    private float[] _interleaved = [];
    private float[] _planar = [];

    /// <summary>Analyses a file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What it is like.</returns>
    /// <exception cref="AudioFileException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FileAnalysis Analyze(string file, CancellationToken cancellation = default)
    {
        using AudioFileReader reader = new(file);
        Meters meters = For(reader);
        int channels = reader.Channels;
        for (int frames; (frames = reader.ReadInterleaved(_interleaved)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int channel = 0; channel < channels; channel++)
                TakeChannel(_interleaved, channels, channel, _planar.AsSpan(channel * frames, frames));
            meters.Process(_planar, frames);
        }
        return meters.Result(file, reader.Info.Format, reader.NonFiniteSamples);
    }

    private static void TakeChannel(ReadOnlySpan<float> interleaved, int stride, int channel, Span<float> row)
    {
        for (int frame = 0, at = channel; frame < row.Length; frame++, at += stride)
            row[frame] = interleaved[at];
    }

    private Meters For(AudioFileReader reader)
    {
        if (_meters is { } kept && (kept.SampleRate, kept.Channels) == (reader.SampleRate, reader.Channels))
        {
            kept.Reset();
            return kept;
        }
        _interleaved = new float[BlockFrames * reader.Channels];
        _planar = new float[_interleaved.Length];
        return _meters = new Meters(reader.SampleRate, reader.Channels, BlockFrames);
    }
}
