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
    private int _new;
    private int _end;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="fft">Of the length to look at; may be shared.</param>
    /// <param name="most">The most frames from one look to the next.</param>
    public WhiteSpectrum(RealFft fft, int most)
    {
        _fft = fft;
        _scratch = new FftScratch(fft);
        _window = Windows.Hann(fft.Length);
        _raw = new float[Whitener.Order + most];
        _white = new float[2 * fft.Length];
        _end = fft.Length;
        _samples = new float[fft.Length];
        Bins = new Spectrum(fft.Bins);
    }

    /// <summary>Gets the bins as of the last <see cref="Update"/>.</summary>
    public Spectrum Bins { get; }

    public void Reset()
    {
        Array.Clear(_raw);
        Array.Clear(_white);
        _new = 0;
        _end = _fft.Length;
    }

    /// <summary>Takes samples in.</summary>
    public void Listen(ReadOnlySpan<float> samples)
    {
        samples.CopyTo(_raw.AsSpan(Whitener.Order + _new));
        _new += samples.Length;
    }

    /// <summary>Whitens what has come since the last time, and computes the bins.</summary>
    public void Update(Whitener whitener)
    {
        if (_end + _new > _white.Length)
        {
            // Seldom, for there is room for twice the moments.
            _white.AsSpan(_end - _fft.Length, _fft.Length).CopyTo(_white);
            _end = _fft.Length;
        }
        Whitener.Filter(_raw, whitener.Taps, _white.AsSpan(_end, _new));
        _raw.AsSpan(_new, Whitener.Order).CopyTo(_raw);
        _end += _new;
        _new = 0;
        Spans.Multiply(_white.AsSpan(_end - _fft.Length, _fft.Length), _window, _samples);
        _fft.Forward(_samples, Bins.Re, Bins.Im, _scratch);
    }
}
