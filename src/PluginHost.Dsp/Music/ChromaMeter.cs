using System.Numerics;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Dsp.Music;

/// <summary>
/// How much there is of each pitch class: the peaks of long spectra, each at the frequency of the parabola through it, between 60 Hz
/// and 2 kHz (Fujishima, "Realtime chord recognition of musical sound", ICMC 1999, with peaks for bins). Concert pitch is 440 Hz.
/// </summary>
public sealed class ChromaMeter
{
    private const double WindowSeconds = 0.2;
    private const double LowestHz = 60;
    private const double HighestHz = 2000;

    // What is 50 dB below the strongest peak of its moment is a side lobe or noise.
    private const float LeastShare = 0.003f;

    private readonly StftAnalyzer _stft;
    private readonly double[] _chroma = new double[12];
    private readonly float[] _magnitudes;
    private readonly double _hertzPerBin;
    private readonly int _first;
    private readonly int _last;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Hz, 8000 to 192000.</param>
    public ChromaMeter(int sampleRate)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)(WindowSeconds * sampleRate));
        _stft = new StftAnalyzer(new RealFft(length), Windows.BlackmanHarris(length), length / 2, 1);
        _hertzPerBin = (double)sampleRate / length;
        _first = (int)Math.Ceiling(LowestHz / _hertzPerBin);
        _last = (int)(HighestHz / _hertzPerBin);
        _magnitudes = new float[_last + 2];
    }

    /// <summary>Gets the sums of the amplitudes of the pitch classes from C upwards, 12 values. [control-thread]</summary>
    public ReadOnlySpan<double> Chroma => _chroma;

    /// <summary>Forgets the signal and the sums. [control-thread]</summary>
    public void Reset()
    {
        _stft.Reset();
        Array.Clear(_chroma);
    }

    /// <summary>Listens on. Does not allocate. [control-thread]</summary>
    /// <param name="samples">One channel.</param>
    public void Process(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int some = Math.Min(samples.Length, _stft.FramesToHop);
            _stft.Write(0, samples[..some]);
            samples = samples[some..];
            if (_stft.Advance(some))
                AddPeaks();
        }
    }

    private void AddPeaks()
    {
        ReadOnlySpan<float> real = _stft.Spectra.Real(0);
        ReadOnlySpan<float> imaginary = _stft.Spectra.Imaginary(0);
        float most = 0;
        for (int bin = _first - 1; bin <= _last + 1; bin++)
        {
            _magnitudes[bin] = MathF.Sqrt((real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]));
            most = MathF.Max(most, _magnitudes[bin]);
        }
        for (int bin = _first; bin <= _last; bin++)
        {
            (float before, float middle, float after) = (_magnitudes[bin - 1], _magnitudes[bin], _magnitudes[bin + 1]);
            if (middle <= before || middle < after || middle < LeastShare * most)
                continue;
            // On logarithms a window's main lobe is nearly a parabola.
            (double a, double b, double c) = (Math.Log(before), Math.Log(middle), Math.Log(after));
            double offset = Math.Clamp(0.5 * (a - c) / (a - (2 * b) + c), -0.5, 0.5);
            double semitones = 69 + (12 * Math.Log2((bin + offset) * _hertzPerBin / 440));
            if (double.IsFinite(semitones))
                _chroma[(int)Math.Round(semitones) % 12] += middle;
        }
    }
}
