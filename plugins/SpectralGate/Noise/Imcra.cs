using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Plugins.Gain;

namespace PluginHost.Plugins.Noise;

/// <summary>
/// Tracks the noise in every bin while there may be a signal: improved minima controlled recursive averaging. Cohen,
/// "Noise spectrum estimation in adverse environments: improved minima controlled recursive averaging", 2003.
/// </summary>
internal sealed class Imcra
{
    // Cohen's constants, given there for a hop of 8 ms.
    private const float MinimumBias = 1.66f;
    private const float Gamma0 = 4.6f;
    private const float Gamma1 = 3;
    private const float Zeta0 = 1.67f;
    private const float MeanBias = 1.47f;
    private const int Parts = 8;
    private const int Front = 8;
    private readonly int _bins;
    private readonly float _smooth;
    private readonly float _average;
    private readonly float _memory;
    private readonly float[] _mean;
    private readonly float[] _s;
    private readonly float[] _s2;
    private readonly float[] _leastS;
    private readonly float[] _leastS2;
    private readonly float[] _partS;
    private readonly float[] _partS2;
    private readonly float[] _snr;
    private readonly float[] _power;
    private readonly float[] _quiet;
    private readonly float[] _quietPower;
    private readonly float[][] _pastS;
    private readonly float[][] _pastS2;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public Imcra(int bins, double hopSeconds)
    {
        _bins = bins;
        double hops = hopSeconds / 0.008;
        _smooth = (float)Math.Pow(0.9, hops);
        _average = (float)Math.Pow(0.85, hops);
        _memory = (float)Math.Pow(0.92, hops);
        PartHops = Math.Max(2, (int)(15 / hops));
        int room = Lanes.Room(bins);
        float[] Make() => new float[room];
        (Noise, _mean, _s, _s2, _snr) = (Make(), Make(), Make(), Make(), Make());
        (_leastS, _leastS2, _partS, _partS2) = (Make(), Make(), Make(), Make());
        // With a neighbour on either side of every bin.
        (_power, _quiet, _quietPower) = (new float[room + (2 * Front)], new float[room + (2 * Front)], new float[room + (2 * Front)]);
        _pastS = [.. Enumerable.Range(0, Parts).Select(_ => Make())];
        _pastS2 = [.. Enumerable.Range(0, Parts).Select(_ => Make())];
    }

    /// <summary>Gets the estimate, power of each bin. [audio-thread]</summary>
    public float[] Noise { get; }

    /// <summary>Gets the hops after which the oldest part of the window for minima is given up. [any-thread]</summary>
    public int PartHops { get; }

    /// <summary>Gets the hops since the reset. [audio-thread]</summary>
    public int Hops { get; private set; }

    /// <summary>Starts with the next spectrum. [audio-thread]</summary>
    public void Reset() => Hops = 0;

    /// <summary>Takes up what another one knows, whose windows have other energy. [audio-thread]</summary>
    public void Adopt(Imcra other, float scale)
    {
        Hops = other.Hops == 0 ? 0 : Math.Max(other.Hops, 4 * PartHops);
        Copy(other.Noise, Noise);
        Copy(other._mean, _mean);
        Copy(other._s, _s);
        Copy(other._s2, _s2);
        Copy(other._leastS, _leastS);
        Copy(other._leastS2, _leastS2);
        Copy(other._partS, _partS);
        Copy(other._partS2, _partS2);
        other._snr.CopyTo(_snr, 0);
        for (int i = 0; i < Parts; i++)
        {
            Copy(other._pastS[i], _pastS[i]);
            Copy(other._pastS2[i], _pastS2[i]);
        }

        void Copy(float[] from, float[] to)
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = from[i] * scale;
        }
    }

    /// <summary>Takes up the spectrum of a hop. [audio-thread]</summary>
    /// <param name="power">Of each bin, above 0; as long as <see cref="Noise"/>.</param>
    public void Update(float[] power)
    {
        power.CopyTo(_power, Front);
        Mirror(_power);
        if (Hops == 0)
            Start();
        FindQuiet();
        Mirror(_quiet);
        Mirror(_quietPower);
        Track();
        if (++Hops % PartHops == 0)
            NextPart(Hops / PartHops % Parts);
    }

    private void Start()
    {
        for (int i = 0; i < Noise.Length; i += Vector256<float>.Count)
        {
            Vector256<float> p = Vector256.Create(_power, Front + i), mean = Smooth(_power, i);
            p.CopyTo(_mean, i);
            (p * MeanBias).CopyTo(Noise, i);
            Vector256<float>.One.CopyTo(_snr, i);
            foreach (float[] values in (ReadOnlySpan<float[]>)[_s, _s2, _leastS, _leastS2, _partS, _partS2])
                mean.CopyTo(values, i);
        }
        for (int part = 0; part < Parts; part++)
        {
            _s.CopyTo(_pastS[part], 0);
            _s.CopyTo(_pastS2[part], 0);
        }
    }

    private void FindQuiet()
    {
        Vector256<float> smooth = Vector256.Create(_smooth), zero = Vector256<float>.Zero;
        for (int i = 0; i < Noise.Length; i += Vector256<float>.Count)
        {
            Vector256<float> now = Smooth(_power, i), p = Vector256.Create(_power, Front + i);
            Vector256<float> s = now + (smooth * (Lanes.At(_s, i) - now));
            Vector256<float> least = Vector256.MinNative(Lanes.At(_leastS, i), s);
            s.CopyTo(_s, i);
            least.CopyTo(_leastS, i);
            Vector256.MinNative(Lanes.At(_partS, i), s).CopyTo(_partS, i);
            Vector256<float> isQuiet = Vector256.LessThan(p, least * (Gamma0 * MinimumBias))
                & Vector256.LessThan(s, least * (Zeta0 * MinimumBias));
            Vector256.ConditionalSelect(isQuiet, Vector256<float>.One, zero).CopyTo(_quiet, Front + i);
            Vector256.ConditionalSelect(isQuiet, p, zero).CopyTo(_quietPower, Front + i);
        }
    }

    private void Track()
    {
        Vector256<float> smooth = Vector256.Create(_smooth), take = Vector256.Create(1 - _average), memory = Vector256.Create(_memory);
        Vector256<float> one = Vector256<float>.One, zero = Vector256<float>.Zero;
        for (int i = 0; i < Noise.Length; i += Vector256<float>.Count)
        {
            Vector256<float> p = Vector256.Create(_power, Front + i);
            Vector256<float> quiet = Smooth(_quiet, i), old2 = Lanes.At(_s2, i);
            Vector256<float> now = Smooth(_quietPower, i) / Vector256.MaxNative(quiet, Vector256.Create(1e-12f));
            Vector256<float> s2 = Vector256.ConditionalSelect(Vector256.GreaterThan(quiet, zero), now + (smooth * (old2 - now)), old2);
            Vector256<float> least = Vector256.MinNative(Lanes.At(_leastS2, i), s2);
            s2.CopyTo(_s2, i);
            least.CopyTo(_leastS2, i);
            Vector256.MinNative(Lanes.At(_partS2, i), s2).CopyTo(_partS2, i);

            Vector256<float> gamma = Vector256.MinNative(p / Lanes.At(Noise, i), Vector256.Create(1e4f));
            Vector256<float> xi = Vector256.MaxNative((memory * Lanes.At(_snr, i)) + ((one - memory) * Vector256.MaxNative(gamma - one, zero)),
                Vector256.Create(0.003f));
            Vector256<float> w = xi / (one + xi), v = gamma * w, minimum = least * MinimumBias;
            // The probability that there is no signal, before and after looking at the power.
            Vector256<float> absent = Lanes.Unit((Vector256.Create(Gamma1) - (p / minimum)) * (1 / (Gamma1 - 1)));
            absent = Vector256.ConditionalSelect(Vector256.LessThan(Lanes.At(_s, i), minimum * Zeta0), absent, zero);
            Vector256<float> odds = absent / Vector256.MaxNative(one - absent, Vector256.Create(1e-9f));
            odds *= (one + xi) * FastMath.Exp(-Vector256.MinNative(v, Vector256.Create(60f)));
            // Not 1 less the other one: the rest of a rounding, times a power 60 dB up, would be much noise.
            absent = Vector256.ConditionalSelect(Vector256.LessThan(absent, one), odds / (one + odds), one);

            Vector256<float> old = Lanes.At(_mean, i);
            Vector256<float> mean = old + (take * absent * (p - old));
            mean.CopyTo(_mean, i);
            (mean * MeanBias).CopyTo(Noise, i);
            (LogMmse.SquaredGain(w, v) * gamma).CopyTo(_snr, i);
        }
    }

    private void NextPart(int part)
    {
        _partS.CopyTo(_pastS[part], 0);
        _partS2.CopyTo(_pastS2[part], 0);
        for (int i = 0; i < Noise.Length; i += Vector256<float>.Count)
        {
            Vector256<float> s = Lanes.At(_pastS[0], i), s2 = Lanes.At(_pastS2[0], i);
            for (int past = 1; past < Parts; past++)
            {
                s = Vector256.MinNative(s, Lanes.At(_pastS[past], i));
                s2 = Vector256.MinNative(s2, Lanes.At(_pastS2[past], i));
            }
            s.CopyTo(_leastS, i);
            s2.CopyTo(_leastS2, i);
        }
        _s.CopyTo(_partS, 0);
        _s2.CopyTo(_partS2, 0);
    }

    /// <summary>The bins beyond either end repeat the last one.</summary>
    private void Mirror(float[] values)
    {
        values[Front - 1] = values[Front];
        values.AsSpan(Front + _bins).Fill(values[Front + _bins - 1]);
    }

    private static Vector256<float> Smooth(float[] values, int i) => (Vector256.Create(values, Front + i) * 0.5f)
        + ((Vector256.Create(values, Front + i - 1) + Vector256.Create(values, Front + i + 1)) * 0.25f);
}
