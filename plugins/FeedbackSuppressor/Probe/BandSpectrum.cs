using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>The spectrum of the last moments of a signal, in the band of the probe.</summary>
internal sealed class BandSpectrum
{
    private readonly ProbeShape _shape;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum _all;
    private readonly float[] _window;
    private readonly float[] _frames;
    private readonly float[] _samples;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="shape">The band.</param>
    /// <param name="fft">Of the length of a spectrum; may be shared.</param>
    public BandSpectrum(ProbeShape shape, RealFft fft)
    {
        _shape = shape;
        _fft = fft;
        _scratch = new FftScratch(fft);
        _all = new Spectrum(fft.Bins);
        _window = Windows.Hann(fft.Length);
        _frames = new float[fft.Length];
        _samples = new float[fft.Length];
    }

    public void Reset() => Array.Clear(_frames);

    /// <summary>Takes a step in.</summary>
    public void Listen(ReadOnlySpan<float> step)
    {
        _frames.AsSpan(step.Length).CopyTo(_frames);
        step.CopyTo(_frames.AsSpan(_frames.Length - step.Length));
    }

    /// <summary>Computes the band.</summary>
    /// <param name="band">Gets it; what lies beyond stays 0.</param>
    public void Read(in Spectrum band)
    {
        Spans.Multiply(_frames, _window, _samples);
        _fft.Forward(_samples, _all.Re, _all.Im, _scratch);
        _all.Re.AsSpan(_shape.First, _shape.Bins).CopyTo(band.Re);
        _all.Im.AsSpan(_shape.First, _shape.Bins).CopyTo(band.Im);
    }
}
