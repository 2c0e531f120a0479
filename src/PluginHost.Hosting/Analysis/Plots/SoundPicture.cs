using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>
/// What a picture shows of a recording, gathered while it is read once: for each column of pixels the extremes and the RMS level, and the
/// strongest of a few spectra.
/// </summary>
internal sealed class SoundPicture
{
    private const int MostSpectraPerColumn = 8;
    private const double WindowSeconds = 0.085;
    private readonly StftAnalyzer _stft;
    private readonly double _framesPerColumn;
    private readonly float _fullScale;
    private readonly double[] _energy;
    private readonly long[] _frames;
    private long _position;

    /// <summary>Allocates.</summary>
    /// <param name="columns">Columns.</param>
    /// <param name="frames">Length of the recording, at least 1.</param>
    /// <param name="sampleRate">In Hz.</param>
    public SoundPicture(int columns, long frames, int sampleRate)
    {
        (SampleRate, Frames) = (sampleRate, frames);
        _framesPerColumn = (double)frames / columns;
        int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(WindowSeconds * sampleRate));
        int hop = (int)Math.Clamp(_framesPerColumn / MostSpectraPerColumn, length / 32.0, length);
        float[] window = Windows.Hann(length);
        _fullScale = window.Sum() / 2;
        _stft = new StftAnalyzer(new RealFft(length), window, hop, 1);
        Low = new float[columns];
        High = new float[columns];
        _energy = new double[columns];
        _frames = new long[columns];
        Powers = [.. Enumerable.Range(0, columns).Select(_ => new float[(length / 2) + 1])];
    }

    public int SampleRate { get; }

    public long Frames { get; }

    public int Columns => Low.Length;

    public float[] Low { get; }

    public float[] High { get; }

    /// <summary>Gets powers by column and bin, 1 for a sine of full scale.</summary>
    public float[][] Powers { get; }

    public double HertzPerBin => SampleRate / 2.0 / (_stft.Spectra.Bins - 1);

    public double Rms(int column) => Math.Sqrt(_energy[column] / Math.Max(1, _frames[column]));

    /// <summary>Takes what comes next, all channels as one.</summary>
    public void Process(ReadOnlySpan<float> mono)
    {
        while (!mono.IsEmpty)
        {
            int column = Column(_position);
            long columnEnd = column == Columns - 1 ? long.MaxValue : (long)Math.Ceiling((column + 1) * _framesPerColumn);
            int some = (int)Math.Min(Math.Min(mono.Length, _stft.FramesToHop), Math.Max(1, columnEnd - _position));
            Look(mono[..some], column);
            _stft.Write(0, mono[..some]);
            _position += some;
            if (_stft.Advance(some))
                // The window lies around its middle.
                Keep(Column(Math.Max(0, _position - _stft.Spectra.Bins)));
            mono = mono[some..];
        }
    }

    /// <summary>Ends the recording: the last window runs into silence.</summary>
    public void Finish()
    {
        float[] silence = new float[_stft.Spectra.Bins];
        for (int left = silence.Length; left > 0;)
        {
            int some = Math.Min(left, _stft.FramesToHop);
            _stft.Write(0, silence.AsSpan(0, some));
            left -= some;
            if (_stft.Advance(some))
                Keep(Column(Math.Max(0, _position - left)));
        }
        // Where columns are shorter than hops, some have no spectrum of their own.
        for (int column = 1; column < Columns; column++)
        {
            if (Powers[column].AsSpan().IndexOfAnyExcept(0f) < 0 && _frames[column] > 0)
                Powers[column - 1].CopyTo(Powers[column], 0);
        }
    }

    private int Column(long frame) => (int)Math.Min(frame / _framesPerColumn, Columns - 1);

    private void Look(ReadOnlySpan<float> samples, int column)
    {
        (float low, float high, double energy) = (Low[column], High[column], 0);
        foreach (float sample in samples)
        {
            low = Math.Min(low, sample);
            high = Math.Max(high, sample);
            energy += sample * sample;
        }
        (Low[column], High[column]) = (low, high);
        _energy[column] += energy;
        _frames[column] += samples.Length;
    }

    private void Keep(int column)
    {
        ReadOnlySpan<float> real = _stft.Spectra.Real(0);
        ReadOnlySpan<float> imaginary = _stft.Spectra.Imaginary(0);
        float[] powers = Powers[column];
        float scale = 1 / (_fullScale * _fullScale);
        for (int bin = 0; bin < powers.Length; bin++)
            powers[bin] = Math.Max(powers[bin], ((real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin])) * scale);
    }
}
