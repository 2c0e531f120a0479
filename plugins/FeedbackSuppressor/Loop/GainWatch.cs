using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Loop;

/// <summary>
/// Compares what the microphone hears with what a path predicts: the gain that fits best, and whether twice the
/// prediction or none of it would fit better.
/// </summary>
/// <remarks>
/// A path that was learned from the player's own tones and echoes predicts the same as ever. A loop that was turned up
/// gives more than that, over the whole spectrum at once, before anything howls. Fits are compared by the logarithm of what
/// is left in every bin, so that no loud tone outvotes the rest.
/// </remarks>
internal sealed class GainWatch
{
    private const int Memory = 4;
    private const float FloorShare = 0.01f;

    private readonly int _hop;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum _heard;
    private readonly Spectrum _predicted;
    private readonly float[] _window;
    private readonly float[] _heardPast;
    private readonly float[] _predictedPast;
    private readonly float[] _samples;
    private readonly float[] _none;
    private readonly float[] _once;
    private readonly float[] _twice;
    private readonly Fit[] _fits = new Fit[Memory];
    private int _count;
    private int _fit;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="frame">Frames to look at, 85 ms.</param>
    public GainWatch(int frame)
    {
        _hop = frame / 4;
        _fft = new RealFft(frame);
        _scratch = new FftScratch(_fft);
        _heard = new Spectrum(_fft.Bins);
        _predicted = new Spectrum(_fft.Bins);
        _window = Windows.Hann(frame);
        _heardPast = new float[frame + Whitener.Order];
        _predictedPast = new float[frame + Whitener.Order];
        _samples = new float[frame];
        _none = new float[_fft.Bins];
        _once = new float[_fft.Bins];
        _twice = new float[_fft.Bins];
    }

    /// <summary>Gets the gain on the prediction that fits best, 1 when it is right.</summary>
    public float Gain { get; private set; }

    /// <summary>Gets by how much twice the prediction leaves less than the prediction does, mean over bins, nepers of
    /// power.</summary>
    public float TwiceOverOnce { get; private set; }

    /// <summary>Gets by how much the prediction leaves less than none does.</summary>
    public float OnceOverNone { get; private set; }

    public void Reset()
    {
        Array.Clear(_heardPast);
        Array.Clear(_predictedPast);
        Array.Clear(_fits);
        _count = _fit = 0;
        Gain = TwiceOverOnce = OnceOverNone = 0;
    }

    /// <summary>Takes a step in.</summary>
    /// <returns>Whether there is news.</returns>
    public bool Listen(ReadOnlySpan<float> heard, ReadOnlySpan<float> predicted, Whitener whitener)
    {
        Push(_heardPast, heard);
        Push(_predictedPast, predicted);
        _count += heard.Length;
        if (_count < _hop)
            return false;
        _count = 0;
        Transform(_heardPast, whitener, _heard);
        Transform(_predictedPast, whitener, _predicted);
        _fits[_fit] = Compare();
        _fit = (_fit + 1) % Memory;
        Fit sum = default;
        foreach (Fit fit in _fits)
            sum = new(sum.Share + fit.Share, sum.Energy + fit.Energy, sum.Twice + fit.Twice, sum.Once + fit.Once);
        Gain = sum.Share / (sum.Energy + 1e-9f);
        TwiceOverOnce = sum.Twice / Memory;
        OnceOverNone = sum.Once / Memory;
        return true;
    }

    private static void Push(float[] past, ReadOnlySpan<float> samples)
    {
        past.AsSpan(samples.Length).CopyTo(past);
        samples.CopyTo(past.AsSpan(past.Length - samples.Length));
    }

    private void Transform(float[] past, Whitener whitener, in Spectrum spectrum)
    {
        Whitener.Filter(past, whitener.Taps, _samples);
        Spans.Multiply(_samples, _window, _samples);
        _fft.Forward(_samples, spectrum.Re, spectrum.Im, _scratch);
    }

    private Fit Compare()
    {
        float share = 0, energy = 0;
        int first = Math.Max(2, _fft.Bins / 256), bins = _fft.Bins - first;
        for (int k = 0; k < _fft.Bins; k++)
            _none[k] = (_heard.Re[k] * _heard.Re[k]) + (_heard.Im[k] * _heard.Im[k]) + 1e-12f;
        FastMath.Log(_none, _once);
        float floor = (FloorShare * MathF.Exp(Sum(_once.AsSpan(first)) / bins)) + 1e-12f;
        for (int k = 0; k < _fft.Bins; k++)
        {
            float cross = (_heard.Re[k] * _predicted.Re[k]) + (_heard.Im[k] * _predicted.Im[k]);
            float power = (_predicted.Re[k] * _predicted.Re[k]) + (_predicted.Im[k] * _predicted.Im[k]);
            float once = Math.Max(0, _none[k] - (2 * cross) + power), twice = Math.Max(0, _none[k] - (4 * cross) + (4 * power));
            float weight = k < first ? 0 : 1 / (_none[k] + once + twice + floor);
            share += weight * cross;
            energy += weight * power;
            _none[k] += floor;
            _once[k] = once + floor;
            _twice[k] = twice + floor;
        }
        FastMath.Log(_none, _none);
        FastMath.Log(_once, _once);
        FastMath.Log(_twice, _twice);
        float none = Sum(_none.AsSpan(first)), left = Sum(_once.AsSpan(first)), doubled = Sum(_twice.AsSpan(first));
        return new Fit(share, energy, (left - doubled) / bins, (none - left) / bins);
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }

    private readonly record struct Fit(float Share, float Energy, float Twice, float Once);
}
