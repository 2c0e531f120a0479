using System.Numerics;
using PluginHost.Dsp.Arithmetic;

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

    // The skirts of a lone tone are no evidence of their own.
    private const float PeakShare = 1e-5f;

    private readonly int _first;
    private readonly float[] _none;
    private readonly float[] _once;
    private readonly float[] _twice;
    private readonly Fit[] _fits = new Fit[Memory];
    private int _fit;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="bins">Bins of the spectra to compare.</param>
    public GainWatch(int bins)
    {
        // Below some 25 Hz, and in the bins that pad the rest, nothing is heard.
        _first = Math.Max(2, bins / 1024);
        _none = new float[bins];
        _once = new float[bins];
        _twice = new float[bins];
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
        Array.Clear(_fits);
        _fit = 0;
        Gain = TwiceOverOnce = OnceOverNone = 0;
    }

    /// <summary>Compares the spectra of a moment.</summary>
    public void Compare(in Spectrum heard, in Spectrum predicted)
    {
        _fits[_fit] = Measure(heard, predicted);
        _fit = (_fit + 1) % Memory;
        Fit sum = default;
        foreach (Fit fit in _fits)
            sum = new(sum.Share + fit.Share, sum.Energy + fit.Energy, sum.Twice + fit.Twice, sum.Once + fit.Once);
        Gain = sum.Share / (sum.Energy + 1e-9f);
        TwiceOverOnce = sum.Twice / Memory;
        OnceOverNone = sum.Once / Memory;
    }

    private Fit Measure(in Spectrum heard, in Spectrum predicted)
    {
        int count = _none.Length - _first;
        float peak = Powers(heard);
        float floor = Math.Max(FloorShare * MathF.Exp(SumOfLogs(_none, _once) / count), PeakShare * peak);
        (float share, float energy) = Leave(heard, predicted, floor);
        float none = SumOfLogs(_none, _none), once = SumOfLogs(_once, _once), twice = SumOfLogs(_twice, _twice);
        return new Fit(share, energy, (once - twice) / count, (none - once) / count);
    }

    private float Powers(in Spectrum heard)
    {
        ReadOnlySpan<Vector<float>> re = Spans.Vectors(heard.Re), im = Spans.Vectors(heard.Im);
        Span<Vector<float>> powers = Spans.Vectors(_none.AsSpan());
        Vector<float> least = new(1e-12f);
        for (int i = 0; i < powers.Length; i++)
            powers[i] = (re[i] * re[i]) + (im[i] * im[i]) + least;
        for (int k = powers.Length * Vector<float>.Count; k < _none.Length; k++)
            _none[k] = (heard.Re[k] * heard.Re[k]) + (heard.Im[k] * heard.Im[k]) + 1e-12f;
        return Spans.Max(_none.AsSpan(_first));
    }

    // What each fit leaves, over the floor; and the sums for the best gain, in which every bin counts alike.
    private (float Share, float Energy) Leave(in Spectrum heard, in Spectrum predicted, float floor)
    {
        ReadOnlySpan<Vector<float>> hr = Spans.Vectors(heard.Re), hi = Spans.Vectors(heard.Im);
        ReadOnlySpan<Vector<float>> pr = Spans.Vectors(predicted.Re), pi = Spans.Vectors(predicted.Im);
        Span<Vector<float>> none = Spans.Vectors(_none.AsSpan()), once = Spans.Vectors(_once.AsSpan()), twice = Spans.Vectors(_twice.AsSpan());
        Vector<float> shares = default, energies = default, least = new(floor);
        for (int i = 0; i < none.Length; i++)
        {
            Vector<float> cross = (hr[i] * pr[i]) + (hi[i] * pi[i]), power = (pr[i] * pr[i]) + (pi[i] * pi[i]), all = none[i];
            Vector<float> left = Vector.Max(Vector<float>.Zero, all - (2 * cross) + power) + least;
            Vector<float> doubled = Vector.Max(Vector<float>.Zero, all - (4 * cross) + (4 * power)) + least;
            Vector<float> weight = Vector<float>.One / (all + left + doubled);
            shares += weight * cross;
            energies += weight * power;
            none[i] = all + least;
            once[i] = left;
            twice[i] = doubled;
        }
        // The last bins, short of a register, make no difference.
        int done = none.Length * Vector<float>.Count;
        _none.AsSpan(done).Fill(1);
        _once.AsSpan(done).Fill(1);
        _twice.AsSpan(done).Fill(1);
        return (Vector.Sum(shares), Vector.Sum(energies));
    }

    private float SumOfLogs(float[] values, float[] logs)
    {
        FastMath.Log(values, logs);
        return Spans.Sum(logs.AsSpan(_first));
    }

    private readonly record struct Fit(float Share, float Energy, float Twice, float Once);
}
