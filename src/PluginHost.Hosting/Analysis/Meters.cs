using PluginHost.Dsp.Levels;
using PluginHost.Dsp.Music;

namespace PluginHost.Hosting.Analysis;

/// <summary>All that listens to one recording, for one format; used again for the next after <see cref="Reset"/>.</summary>
internal sealed class Meters
{
    private readonly TruePeakMeter _truePeak;
    private readonly LoudnessMeter _loudness;
    private readonly OnsetEnvelope _onset;
    private readonly ChromaMeter _chroma;
    private readonly ClippingScan[] _clipping;
    private readonly double[] _sums;
    private readonly float[] _mono;
    private readonly List<float> _onsets = [];
    private NoiseFloor _noise;
    private float _peak;
    private long _frames;

    /// <summary>Allocates.</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="maxFrames">Largest block.</param>
    public Meters(int sampleRate, int channels, int maxFrames)
    {
        (SampleRate, Channels) = (sampleRate, channels);
        _truePeak = new TruePeakMeter(channels);
        _loudness = new LoudnessMeter(sampleRate, ChannelWeights.For(channels));
        _onset = new OnsetEnvelope(sampleRate);
        _chroma = new ChromaMeter(sampleRate);
        _clipping = [.. Enumerable.Range(0, channels).Select(_ => new ClippingScan())];
        _sums = new double[channels];
        _mono = new float[maxFrames];
        _noise = new NoiseFloor(sampleRate);
    }

    public int SampleRate { get; }

    public int Channels { get; }

    /// <summary>Forgets the recording.</summary>
    public void Reset()
    {
        _truePeak.Reset();
        _loudness.Reset();
        _onset.Reset();
        _chroma.Reset();
        foreach (ClippingScan scan in _clipping)
            scan.Reset();
        Array.Clear(_sums);
        _onsets.Clear();
        _noise = new NoiseFloor(SampleRate);
        (_peak, _frames) = (0, 0);
    }

    /// <summary>Listens to a block.</summary>
    /// <param name="planar">Channel after channel, each as long as the block.</param>
    /// <param name="frames">Frames of the block.</param>
    public void Process(ReadOnlySpan<float> planar, int frames)
    {
        Span<float> mono = _mono.AsSpan(0, frames);
        mono.Clear();
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<float> row = planar.Slice(channel * frames, frames);
            float peak = Level.Peak(row);
            _peak = Math.Max(_peak, peak);
            _clipping[channel].Process(row, peak);
            _sums[channel] += Sum(row, mono);
        }
        AddNoise(planar, frames);
        Level.Scale(mono, 1f / Channels);
        _truePeak.Process(planar, frames, frames);
        _loudness.Process(planar, frames, frames);
        _onset.Process(mono, _onsets);
        _chroma.Process(mono);
        _frames += frames;
    }

    /// <summary>Gives what was found.</summary>
    public FileAnalysis Result(string file, string format, long nonFinite)
    {
        (double Bpm, double Clarity)? tempo = TempoEstimate.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_onsets), _onset.FramesPerSecond);
        (string Key, double Correlation)? key = KeyEstimate.Of(_chroma.Chroma);
        double dc = _frames == 0 ? 0 : _sums.Select(sum => sum / _frames).MaxBy(Math.Abs);
        return new FileAnalysis(file, format, SampleRate, Channels, _frames, Db(_peak), Db(_truePeak.Peak),
            double.IsFinite(_loudness.IntegratedLkfs) ? _loudness.IntegratedLkfs : null, _noise.Db, _clipping.Sum(scan => scan.Samples), dc,
            nonFinite, tempo?.Bpm, tempo?.Clarity, key?.Key, key?.Correlation);
    }

    private static double? Db(float level) => level > 0 ? 20 * Math.Log10(level) : null;

    private static double Sum(ReadOnlySpan<float> row, Span<float> mono)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += row[i];
            mono[i] += row[i];
        }
        return sum;
    }

    private void AddNoise(ReadOnlySpan<float> planar, int frames)
    {
        for (int start = 0, some; start < frames; start += some)
        {
            some = Math.Min(frames - start, _noise.FramesLeft);
            double power = 0;
            for (int channel = 0; channel < Channels; channel++)
                power += Level.MeanSquare(planar.Slice((channel * frames) + start, some));
            _noise.Add(power / Channels, some);
        }
    }
}
