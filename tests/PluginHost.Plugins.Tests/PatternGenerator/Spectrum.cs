using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Tests.PatternGenerator;

/// <summary>What a steady sound consists of, seen through a window whose side lobes lie below -92 dB.</summary>
internal sealed class Spectrum
{
    private const int MainLobe = 6;
    private readonly double[] _power;
    private readonly double _hertzPerBin;

    public Spectrum(ReadOnlySpan<float> samples, int rate)
    {
        float[] window = Windows.BlackmanHarris(samples.Length), windowed = samples.ToArray();
        for (int n = 0; n < windowed.Length; n++)
            windowed[n] *= window[n];
        RealFft fft = new(windowed.Length);
        float[] real = new float[fft.Bins], imaginary = new float[fft.Bins];
        fft.Forward(windowed, real, imaginary, new FftScratch(fft));
        _power = [.. real.Zip(imaginary, (re, im) => ((double)re * re) + ((double)im * im))];
        _hertzPerBin = (double)rate / windowed.Length;
    }

    /// <summary>The loudest of what is no multiple of a frequency, in dB of the loudest of all.</summary>
    public double BetweenHarmonicsDb(double hertz)
    {
        double between = 0;
        for (int bin = 0; bin < _power.Length; bin++)
        {
            double at = bin * _hertzPerBin, harmonic = Math.Round(at / hertz) * hertz;
            if (Math.Abs(at - harmonic) > MainLobe * _hertzPerBin)
                between = Math.Max(between, _power[bin]);
        }
        return 10 * Math.Log10((between + 1e-30) / _power.Max());
    }

    /// <summary>The share of the power that lies above a frequency.</summary>
    public double ShareAbove(double hertz) => _power.Skip((int)(hertz / _hertzPerBin)).Sum() / _power.Sum();

    /// <summary>The mean frequency, weighted with power.</summary>
    public double CentroidHz => _power.Select((power, bin) => power * bin * _hertzPerBin).Sum() / _power.Sum();
}
