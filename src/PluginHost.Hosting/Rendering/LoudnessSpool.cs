using System.Runtime.InteropServices;
using PluginHost.Dsp.Levels;
using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// Keeps what leaves the chain on the disk, beside the output, until all of it was measured; then gives it on at the loudness that
/// was asked for. The chain runs once, memory stays flat, and the file has no name any more that a crash could leave behind.
/// </summary>
internal sealed class LoudnessSpool : IAudioSink, IDisposable
{
    private const int ChunkFrames = 4096;
    private readonly string _file;
    private readonly FileStream _stream;
    private readonly LoudnessMeter _loudness;
    private readonly TruePeakMeter _truePeak;
    private readonly int _channels;
    private readonly float[] _interleaved;
    private readonly float[] _planar;

    public LoudnessSpool(string outputFile, int sampleRate, int channels)
    {
        (_file, _channels) = (outputFile, channels);
        _loudness = new LoudnessMeter(sampleRate, ChannelWeights.For(channels));
        _truePeak = new TruePeakMeter(channels);
        _interleaved = new float[ChunkFrames * channels];
        _planar = new float[_interleaved.Length];
        string path = PartFiles.Beside(outputFile);
        try
        {
            _stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose,
            });
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(error);
        }
    }

    public long Frames { get; private set; }

    public void Write(ReadOnlySpan<float> interleaved)
    {
        try
        {
            _stream.Write(MemoryMarshal.AsBytes(interleaved));
        }
        catch (IOException error)
        {
            throw Failed(error);
        }
        Frames += interleaved.Length / _channels;
        for (; !interleaved.IsEmpty; interleaved = interleaved[Math.Min(_planar.Length, interleaved.Length)..])
            Measure(interleaved[..Math.Min(_planar.Length, interleaved.Length)]);
    }

    /// <summary>Gives all of it on. [control-thread]</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="targetLufs">Integrated loudness wanted.</param>
    /// <param name="ceilingDb">True peak that no gain may exceed, in dBTP.</param>
    /// <param name="cancellation">Ends the work.</param>
    public LoudnessReport CopyTo(IAudioSink sink, double targetLufs, double ceilingDb, CancellationToken cancellation)
    {
        double measured = _loudness.IntegratedLkfs;
        double truePeakDb = 20 * Math.Log10(_truePeak.Peak);
        double wantedDb = double.IsFinite(measured) ? targetLufs - measured : 0;
        double gainDb = double.IsFinite(measured) ? Math.Min(wantedDb, ceilingDb - truePeakDb) : 0;
        Copy(sink, (float)Math.Pow(10, gainDb / 20), cancellation);
        return new LoudnessReport(double.IsFinite(measured) ? measured : null, truePeakDb, gainDb,
            double.IsFinite(measured) ? measured + gainDb : null, gainDb < wantedDb);
    }

    public void Dispose() => _stream.Dispose();

    private void Copy(IAudioSink sink, float gain, CancellationToken cancellation)
    {
        _stream.Position = 0;
        for (long left = Frames; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            int frames = (int)Math.Min(left, ChunkFrames);
            Span<float> some = _interleaved.AsSpan(0, frames * _channels);
            _stream.ReadExactly(MemoryMarshal.AsBytes(some));
            Level.Scale(some, gain);
            sink.Write(some);
            left -= frames;
        }
    }

    private void Measure(ReadOnlySpan<float> interleaved)
    {
        int frames = interleaved.Length / _channels;
        for (int channel = 0; channel < _channels; channel++)
        {
            Span<float> row = _planar.AsSpan(channel * frames, frames);
            for (int frame = 0, at = channel; frame < frames; frame++, at += _channels)
                row[frame] = interleaved[at];
        }
        _loudness.Process(_planar, frames, frames);
        _truePeak.Process(_planar, frames, frames);
    }

    private AudioFileException Failed(Exception error) => new(_file, $"it cannot be written: {error.Message}");
}
