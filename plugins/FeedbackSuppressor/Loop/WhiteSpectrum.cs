using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Loop;

/// <summary>The whitened spectrum of the last moments of a signal.</summary>
internal sealed class WhiteSpectrum
{
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly float[] _window;
    private readonly float[] _raw;
    private readonly float[] _white;
    private readonly float[] _samples;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="fft">Of the length to look at; may be shared.</param>
    /// <param name="step">Frames that come at a time.</param>
    public WhiteSpectrum(RealFft fft, int step)
    {
        _fft = fft;
        _scratch = new FftScratch(fft);
        _window = Windows.Hann(fft.Length);
        _raw = new float[Whitener.Order + step];
        _white = new float[fft.Length];
        _samples = new float[fft.Length];
        Bins = new Spectrum(fft.Bins);
    }

    /// <summary>Gets the bins as of the last <see cref="Update"/>.</summary>
    public Spectrum Bins { get; }

    public void Reset()
    {
        Array.Clear(_raw);
        Array.Clear(_white);
    }

    /// <summary>Takes a step in.</summary>
    public void Listen(ReadOnlySpan<float> samples, Whitener whitener)
    {
        int step = samples.Length;
        _raw.AsSpan(step).CopyTo(_raw);
        samples.CopyTo(_raw.AsSpan(Whitener.Order));
        _white.AsSpan(step).CopyTo(_white);
        Whitener.Filter(_raw, whitener.Taps, _white.AsSpan(_white.Length - step));
    }

    /// <summary>Computes the bins.</summary>
    public void Update()
    {
        Spans.Multiply(_white, _window, _samples);
        _fft.Forward(_samples, Bins.Re, Bins.Im, _scratch);
    }
}
