using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Hosting.Tuning.Losses;

/// <summary>
/// The short-time spectra of a whole signal, and the way back for derivatives: the exact adjoint of the analysis. Frames
/// overlap, windowed by Hann; what does not fill a window at the end is left out.
/// </summary>
internal sealed class SpectrumFrames
{
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly float[] _window;
    private readonly float[] _samples;
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly int _hop;
    private readonly int _framesOfChannel;

    /// <summary>Allocates for a signal. [control-thread]</summary>
    /// <param name="length">Samples of a window, a power of two, 16 or more.</param>
    /// <param name="hop">Samples from one window to the next.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="samples">Samples of each, at least one window.</param>
    public SpectrumFrames(int length, int hop, int channels, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, length);
        _fft = new RealFft(length);
        _scratch = new FftScratch(_fft);
        _window = Windows.Hann(length);
        _samples = new float[length];
        (_re, _im) = (new float[_fft.Bins], new float[_fft.Bins]);
        _hop = hop;
        _framesOfChannel = 1 + ((samples - length) / hop);
        Count = channels * _framesOfChannel;
        Bins = length / 2;
        (Real, Imaginary) = (new float[Count * Bins], new float[Count * Bins]);
    }

    /// <summary>Gets the frames of all channels, channel after channel. [any-thread]</summary>
    public int Count { get; }

    /// <summary>Gets the bins of a frame: from 0 to below half the sample rate. [any-thread]</summary>
    public int Bins { get; }

    /// <summary>Gets the real parts, frame after frame; after <see cref="Analyze"/> to be replaced by derivatives for <see
    /// cref="Adjoint"/>. [control-thread]</summary>
    public float[] Real { get; }

    /// <summary>Gets the imaginary parts, likewise. [control-thread]</summary>
    public float[] Imaginary { get; }

    /// <summary>Computes all spectra. [control-thread]</summary>
    /// <param name="signal">Channels of the length this was made for.</param>
    public void Analyze(float[][] signal)
    {
        for (int frame = 0; frame < Count; frame++)
        {
            ReadOnlySpan<float> source = signal[frame / _framesOfChannel].AsSpan(frame % _framesOfChannel * _hop, _samples.Length);
            for (int i = 0; i < _samples.Length; i++)
                _samples[i] = source[i] * _window[i];
            _fft.Forward(_samples, _re, _im, _scratch);
            _re.AsSpan(0, Bins).CopyTo(Real.AsSpan(frame * Bins));
            _im.AsSpan(0, Bins).CopyTo(Imaginary.AsSpan(frame * Bins));
        }
    }

    /// <summary>
    /// Carries derivatives for the parts of the spectra to derivatives for the samples, and adds these up: with g the sum of
    /// d re cos + d im (-sin) over the bins, which is an inverse transform whose inner bins count half. [control-thread]
    /// </summary>
    /// <param name="gradient">Channels; added to.</param>
    public void Adjoint(float[][] gradient)
    {
        // The inverse transform divides by the length and takes every inner bin twice, for itself and its mirror image.
        float scale = _samples.Length / 2f;
        for (int frame = 0; frame < Count; frame++)
        {
            Real.AsSpan(frame * Bins, Bins).CopyTo(_re);
            Imaginary.AsSpan(frame * Bins, Bins).CopyTo(_im);
            (_re[0], _im[0], _re[Bins], _im[Bins]) = (2 * _re[0], 0, 0, 0);
            _fft.Inverse(_re, _im, _samples, _scratch);
            Span<float> target = gradient[frame / _framesOfChannel].AsSpan(frame % _framesOfChannel * _hop, _samples.Length);
            for (int i = 0; i < _samples.Length; i++)
                target[i] += _samples[i] * (_window[i] * scale);
        }
    }
}
