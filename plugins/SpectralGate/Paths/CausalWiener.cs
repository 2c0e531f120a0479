using System.Numerics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Paths;

/// <summary>
/// The causal filter that leaves the least mean squared error of all that look only back: with the spectrum of signal
/// and noise S = |A|^2, A of minimum phase, H = 1 - [N / A*]+ / A, where N is the spectrum of the noise and []+ keeps
/// what is causal. Wiener, "Extrapolation, Interpolation and Smoothing of Stationary Time Series", 1949; Kailath, Sayed
/// and Hassibi, "Linear Estimation", 2000, chapter 7. A is found by the cepstrum.
/// </summary>
/// <remarks>The minimum-phase filter of the gains themselves also is without latency, but where gains fall steeply it
/// delays what it keeps: signal and output lose their resemblance (-2.5 dB SI-SDR against +6 dB in our bench).</remarks>
internal sealed class CausalWiener
{
    private const float LeastPower = 1e-25f;

    // Of the loudest bin: what the cepstrum of so many points in single precision still resolves.
    private const float Range = 1e-10f;
    // A steep spectrum is hard to foresee, and its filter may go astray; in music gains seldom reach 18 dB.
    private const float MostGain = 8;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly MinimumPhase _minimumPhase;
    private readonly float[] _real;
    private readonly float[] _imaginary;
    private readonly float[] _aReal;
    private readonly float[] _aImaginary;
    private readonly float[] _time;
    private readonly float[] _taper;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="fft">Twice as many points as there are bins to go by, but for one.</param>
    /// <param name="taps">Length of the filters.</param>
    public CausalWiener(RealFft fft, int taps)
    {
        _fft = fft;
        _scratch = new FftScratch(fft);
        _minimumPhase = new MinimumPhase(fft);
        // Room for whole registers.
        int room = fft.Bins + 15;
        (_real, _imaginary, _aReal, _aImaginary) = (new float[room], new float[room], new float[room], new float[room]);
        _time = new float[fft.Length];
        _taper = [.. Enumerable.Range(0, taps).Select(n => n < 3 * taps / 4
            ? 1
            : (float)(0.5 + (0.5 * Math.Cos(Math.PI * (n - (3 * taps / 4)) / (taps - (3 * taps / 4))))))];
    }

    /// <summary>Designs a filter. [audio-thread]</summary>
    /// <param name="both">Spectrum of signal and noise, power; at least as long as the bins and a register.</param>
    /// <param name="noise">Spectrum of the noise, no more than <paramref name="both"/>; as long.</param>
    /// <param name="taps">The filter, the latest tap last as <see cref="FadingFir"/> wants it.</param>
    public void Design(float[] both, float[] noise, Span<float> taps)
    {
        int bins = _fft.Bins, half = _fft.Length / 2, step = Vector<float>.Count;
        Vector<float> loudest = new(LeastPower / Range);
        for (int i = 0; i < bins; i += step)
            loudest = Vector.Max(loudest, new Vector<float>(both, i));
        float least = LeastPower / Range;
        for (int lane = 0; lane < step; lane++)
            least = Math.Max(least, loudest[lane]);
        least *= Range;
        for (int i = 0; i < bins; i += step)
            Vector.Max(new Vector<float>(both, i), new Vector<float>(least)).CopyTo(_real, i);
        FastMath.Log(_real, _real);
        for (int i = 0; i < bins; i += step)
            (new Vector<float>(_real, i) * 0.5f).CopyTo(_real, i);
        _minimumPhase.Spectrum(_real.AsSpan(0, bins), _aReal.AsSpan(0, bins), _aImaginary.AsSpan(0, bins));

        // N / A* = N A / |A|^2, of which the causal half is kept.
        for (int i = 0; i < bins; i += step)
        {
            Vector<float> re = new(_aReal, i), im = new(_aImaginary, i);
            Vector<float> share = new Vector<float>(noise, i) / ((re * re) + (im * im) + new Vector<float>(LeastPower));
            (re * share).CopyTo(_real, i);
            (im * share).CopyTo(_imaginary, i);
        }
        KeepCausal();
        for (int i = 0; i < bins; i += step)
        {
            Vector<float> re = new(_real, i), im = new(_imaginary, i), ar = new(_aReal, i), ai = new(_aImaginary, i);
            Vector<float> share = Vector<float>.One / ((ar * ar) + (ai * ai) + new Vector<float>(LeastPower));
            Vector<float> hr = Vector<float>.One - (((re * ar) + (im * ai)) * share), hi = ((re * ai) - (im * ar)) * share;
            Vector<float> limit = Vector.Min(Vector<float>.One,
                new Vector<float>(MostGain) / Vector.SquareRoot((hr * hr) + (hi * hi) + new Vector<float>(LeastPower)));
            (hr * limit).CopyTo(_real, i);
            (hi * limit).CopyTo(_imaginary, i);
        }
        _imaginary[0] = _imaginary[half] = 0;
        _fft.Inverse(_real.AsSpan(0, bins), _imaginary.AsSpan(0, bins), _time, _scratch);
        for (int n = 0; n < taps.Length; n++)
            taps[taps.Length - 1 - n] = _time[n] * _taper[n];
    }

    /// <summary>To time and back, without what comes before time 0.</summary>
    private void KeepCausal()
    {
        int bins = _fft.Bins, half = _fft.Length / 2;
        _imaginary[0] = _imaginary[half] = 0;
        _fft.Inverse(_real.AsSpan(0, bins), _imaginary.AsSpan(0, bins), _time, _scratch);
        _time.AsSpan(half).Clear();
        _fft.Forward(_time, _real.AsSpan(0, bins), _imaginary.AsSpan(0, bins), _scratch);
    }
}
