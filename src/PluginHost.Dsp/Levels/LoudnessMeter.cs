using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;

namespace PluginHost.Dsp.Levels;

/// <summary>
/// Loudness after Recommendation ITU-R BS.1770-4 (2015) in LKFS (EBU R 128 calls them LUFS): momentary over 400 ms,
/// short-term over 3 s, and integrated since the last reset. Moves on every 100 ms.
/// </summary>
/// <remarks>What came before a reset counts as silence, so a reading rises while its window fills. The integrated one
/// counts whole windows only.</remarks>
public sealed class LoudnessMeter
{
    private const int MomentaryHops = 4;
    private const int ShortTermHops = 30;

    // Between two flushes: in so few, no state falls from the threshold to the denormals, down to 8 kHz.
    private const int MostFrames = 256;

    private readonly BiquadCoefficients _shelf;
    private readonly BiquadCoefficients _highPass;
    private readonly double[] _weights;
    private readonly (double S1, double S2, double T1, double T2)[] _states;
    private readonly double[] _hops = new double[ShortTermHops];
    private readonly int _hopFrames;
    private readonly GatedLoudness _gated = new();
    private double _hopEnergy;
    private int _hopFilled;
    private int _hopsTotal;
    private double _momentary = double.NegativeInfinity;
    private double _shortTerm = double.NegativeInfinity;

    /// <summary>Allocates for a layout of channels. [control-thread]</summary>
    /// <param name="sampleRate">Hz, 8000 and more.</param>
    /// <param name="weights">One for each channel: 1 for left, right and centre, 1.41 for surround, 0 for low-frequency
    /// effects.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 8000 Hz.</exception>
    public LoudnessMeter(double sampleRate, params ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        (_shelf, _highPass) = KWeighting.Design(sampleRate);
        _weights = weights.ToArray();
        _states = new (double, double, double, double)[weights.Length];
        _hopFrames = (int)Math.Round(sampleRate / 10);
    }

    /// <summary>Gets the loudness of the last 400 ms in LKFS; minus infinity for silence. [any-thread]</summary>
    public double MomentaryLkfs => Volatile.Read(ref _momentary);

    /// <summary>Gets the loudness of the last 3 s in LKFS; minus infinity for silence. [any-thread]</summary>
    public double ShortTermLkfs => Volatile.Read(ref _shortTerm);

    /// <summary>Gets the gated loudness since the last reset in LKFS; minus infinity while nothing counts. Adds up some
    /// thousand numbers. [any-thread]</summary>
    public double IntegratedLkfs => _gated.IntegratedLkfs;

    /// <summary>Forgets the signal and begins to integrate anew. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_states);
        Array.Clear(_hops);
        _gated.Reset();
        (_hopEnergy, _hopFilled, _hopsTotal) = (0, 0, 0);
        Volatile.Write(ref _momentary, double.NegativeInfinity);
        Volatile.Write(ref _shortTerm, double.NegativeInfinity);
    }

    /// <summary>Listens to one block. Does not allocate. [audio-thread]</summary>
    /// <param name="planar">Channel after channel, as many as there are weights; left alone.</param>
    /// <param name="stride">From one channel's first sample to the next one's.</param>
    /// <param name="frames">Samples of each channel, at most <paramref name="stride"/>.</param>
    public void Process(ReadOnlySpan<float> planar, int stride, int frames)
    {
        for (int start = 0, some; start < frames; start += some)
        {
            some = Math.Min(Math.Min(frames - start, _hopFrames - _hopFilled), MostFrames);
            for (int channel = 0; channel < _weights.Length; channel++)
            {
                ReadOnlySpan<float> samples = planar.Slice((channel * stride) + start, some);
                _hopEnergy += _weights[channel] * Energy(samples, ref _states[channel]);
            }
            _hopFilled += some;
            if (_hopFilled == _hopFrames)
                EndHop();
        }
    }

    private double Energy(ReadOnlySpan<float> samples, ref (double S1, double S2, double T1, double T2) state)
    {
        (double b0, double b1, double b2, double a1, double a2) = _shelf;
        (double c0, double c1, double c2, double d1, double d2) = _highPass;
        (double s1, double s2, double t1, double t2) = state;
        double energy = 0;
        foreach (float x in samples)
        {
            double y = (b0 * x) + s1;
            s1 = (b1 * x) + s2 - (a1 * y);
            s2 = (b2 * x) - (a2 * y);
            double z = (c0 * y) + t1;
            t1 = (c1 * y) + t2 - (d1 * z);
            t2 = (c2 * y) - (d2 * z);
            energy += z * z;
        }
        state = (Tiny.Flush(s1), Tiny.Flush(s2), Tiny.Flush(t1), Tiny.Flush(t2));
        return energy;
    }

    private void EndHop()
    {
        _hops[_hopsTotal++ % ShortTermHops] = _hopEnergy / _hopFrames;
        (_hopEnergy, _hopFilled) = (0, 0);
        double momentary = Mean(MomentaryHops);
        if (_hopsTotal >= MomentaryHops)
            _gated.Add(momentary);
        // The place in the ring stays, and the count does not run over.
        if (_hopsTotal == 3 * ShortTermHops)
            _hopsTotal = 2 * ShortTermHops;
        Volatile.Write(ref _momentary, GatedLoudness.Lkfs(momentary));
        Volatile.Write(ref _shortTerm, GatedLoudness.Lkfs(Mean(ShortTermHops)));
    }

    private double Mean(int hops)
    {
        double sum = 0;
        for (int i = 1; i <= hops; i++)
            sum += _hops[(_hopsTotal + ShortTermHops - i) % ShortTermHops];
        return sum / hops;
    }
}
