using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// Gives a magnitude the phase of the filter that has it and delays least: all its zeros lie within the unit circle, and
/// its energy comes as early as it can.
/// </summary>
/// <remarks>
/// The logarithm of such a spectrum is that of a causal signal, the cepstrum; its even part is the cepstrum of the
/// magnitude, so doubling the later half and dropping the earlier makes it: A. V. Oppenheim and R. W. Schafer,
/// "Discrete-Time Signal Processing", chapter "Cepstrum analysis and homomorphic deconvolution". On a grid the cepstrum
/// wraps round: choose a transform some times as long as the response that is to come, the more so the deeper and
/// narrower the notches. For filters made once and in advance see <see cref="FirDesign.MinimumPhase"/>.
/// </remarks>
public sealed class MinimumPhase
{
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly PinnedFloats _cepstrum;

    /// <summary>Makes room and warms the code up; allocates. [control-thread]</summary>
    /// <param name="fft">The transform, which may be shared.</param>
    /// <exception cref="ArgumentNullException">There is no transform.</exception>
    public MinimumPhase(RealFft fft)
    {
        ArgumentNullException.ThrowIfNull(fft);
        _fft = fft;
        _scratch = new FftScratch(fft);
        _cepstrum = new PinnedFloats(fft.Length);
        Spectrum(new float[fft.Bins], new float[fft.Bins], new float[fft.Bins]);
    }

    /// <summary>Computes the spectrum of least phase. Does not allocate. [audio-thread]</summary>
    /// <param name="logMagnitude">Natural logarithm of the magnitude (dB times 0.115129), <see cref="RealFft.Bins"/> bins
    /// from 0 to half the sample rate; kept. Finite: give a floor to zeros, such as -14 for -120 dB.</param>
    /// <param name="real">Room for the real parts of as many bins; must not overlap the others.</param>
    /// <param name="imaginary">Room for the imaginary parts; the first and last become 0.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <remarks>The magnitude is kept to 1e-5 dB, whatever the length.</remarks>
    public void Spectrum(ReadOnlySpan<float> logMagnitude, Span<float> real, Span<float> imaginary)
    {
        int bins = _fft.Bins;
        if (logMagnitude.Length < bins || real.Length < bins || imaginary.Length < bins)
            Refuse(logMagnitude.Length, real.Length, imaginary.Length);
        Span<float> cepstrum = _cepstrum.Span;
        imaginary[..bins].Clear();
        _fft.Inverse(logMagnitude, imaginary, cepstrum, _scratch);
        foreach (ref float value in cepstrum[1..(bins - 1)])
            value *= 2;
        cepstrum[bins..].Clear();
        // The real parts are the logarithm again, less precisely.
        _fft.Forward(cepstrum, real, imaginary, _scratch);
        FastPolar.Exp(logMagnitude[..bins], real, imaginary);
    }

    private void Refuse(int magnitudes, int real, int imaginary) => throw new ArgumentException(
        $"For {_fft.Bins} bins there were {magnitudes} magnitudes, {real} real and {imaginary} imaginary parts.");
}
