using System.Numerics;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Dsp.Music;

/// <summary>
/// How strongly sounds begin over time, after Ellis, "Beat tracking by dynamic programming", Journal of New Music Research 36(1), 2007,
/// section 3.1: the rise of the level in dB from one short spectrum to the next, summed over 40 mel bands up to 4 kHz.
/// </summary>
public sealed class OnsetEnvelope
{
    private const int Bands = 40;
    private const double WindowSeconds = 0.032;
    private const int HopsPerWindow = 8;
    private const double HighestHz = 4000;
    private const float FloorDb = -80;

    private readonly StftAnalyzer _stft;
    private readonly (int First, float[] Weights)[] _bands;
    private readonly float[] _last = new float[Bands];
    private readonly float[] _powers;
    private bool _hasLast;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Hz, 8000 to 192000.</param>
    public OnsetEnvelope(int sampleRate)
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)(WindowSeconds * sampleRate));
        float[] window = Windows.Hann(length);
        _stft = new StftAnalyzer(new RealFft(length), window, length / HopsPerWindow, 1);
        _bands = Mel(sampleRate, length, window.Sum() / 2);
        _powers = new float[(length / 2) + 1];
        FramesPerSecond = (double)sampleRate / _stft.Hop;
    }

    /// <summary>Gets the values of a second. [any-thread]</summary>
    public double FramesPerSecond { get; }

    /// <summary>Forgets the signal. [control-thread]</summary>
    public void Reset()
    {
        _stft.Reset();
        _hasLast = false;
    }

    /// <summary>Listens on. Does not allocate, unless the list grows. [control-thread]</summary>
    /// <param name="samples">One channel.</param>
    /// <param name="onsets">Receives a value in dB, 0 and more, for each hop that ends.</param>
    public void Process(ReadOnlySpan<float> samples, ICollection<float> onsets)
    {
        ArgumentNullException.ThrowIfNull(onsets);
        while (!samples.IsEmpty)
        {
            int some = Math.Min(samples.Length, _stft.FramesToHop);
            _stft.Write(0, samples[..some]);
            samples = samples[some..];
            if (_stft.Advance(some))
                onsets.Add(Rise());
        }
    }

    private float Rise()
    {
        ReadOnlySpan<float> real = _stft.Spectra.Real(0);
        ReadOnlySpan<float> imaginary = _stft.Spectra.Imaginary(0);
        for (int bin = 0; bin < _powers.Length; bin++)
            _powers[bin] = (real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]);
        float rise = 0;
        for (int band = 0; band < Bands; band++)
        {
            (int first, float[] weights) = _bands[band];
            float power = 0;
            for (int i = 0; i < weights.Length; i++)
                power += weights[i] * _powers[first + i];
            float db = MathF.Max(10 * MathF.Log10(power), FloorDb);
            rise += _hasLast ? MathF.Max(0, db - _last[band]) : 0;
            _last[band] = db;
        }
        _hasLast = true;
        return rise;
    }

    /// <summary>Triangles of equal width on the mel scale 2595 log10(1 + f / 700), for powers of spectra whose full-scale sine is 1.</summary>
    private static (int First, float[] Weights)[] Mel(int sampleRate, int length, float fullScale)
    {
        double top = ToMel(Math.Min(HighestHz, sampleRate / 2.0));
        var bands = new (int, float[])[Bands];
        for (int band = 0; band < Bands; band++)
        {
            double low = Bin(band), centre = Bin(band + 1), high = Bin(band + 2);
            int first = (int)Math.Ceiling(low), last = (int)Math.Floor(high);
            // Where bands are narrower than bins, each takes the nearest.
            if (last <= first)
                first = last = (int)Math.Round(centre);
            bands[band] = (first, [.. Enumerable.Range(first, last - first + 1).Select(bin => first == last ? Scale()
                : Scale() * (float)Math.Max(0, Math.Min((bin - low) / (centre - low), (high - bin) / (high - centre))))]);
        }
        return bands;

        float Scale() => 1 / (fullScale * fullScale);
        double Bin(int edge) => 700 * (Math.Pow(10, edge * top / (Bands + 1) / 2595) - 1) * length / sampleRate;
        static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
    }
}
