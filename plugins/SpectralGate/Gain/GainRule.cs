using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Plugins.Gain;

/// <summary>
/// Gains of the bins of one resolution: log-MMSE amplitudes with a decision-directed a-priori SNR (Ephraim and Malah
/// 1984, 1985) in two steps (Plapous, Marro and Scalart, "Improved signal-to-noise ratio estimation for speech
/// enhancement", 2006), weighted in the logarithm by the probability that there is a signal (Cohen and Berdugo,
/// "Speech enhancement for non-stationary noise environments", 2001; fixed priors after Gerkmann and Hendriks, 2012).
/// </summary>
internal sealed class GainRule
{
    private const float LeastXi = 0.01f;
    private const float TypicalXi = 6.3095734f;
    private const float PriorOdds = 1f / 3;
    private const float SteadyMs = 90;
    private readonly int _bins;
    private readonly float[] _gamma;
    private readonly float[] _wide;
    private readonly float[] _previous;
    private readonly float[] _steady;
    private readonly double[] _sums;
    private readonly BinSpans _narrowSpans;
    private readonly BinSpans _wideSpans;
    private readonly double _hopSeconds;
    private readonly float _memory;
    private readonly float _steadiness;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="bins">Bins of the spectrum.</param>
    /// <param name="binHz">From one bin to the next.</param>
    /// <param name="hopSeconds">From one spectrum to the next.</param>
    /// <param name="memoryMs">Time constant of the decision-directed estimate.</param>
    /// <param name="margin">Of <see cref="Gain.Presence"/>.</param>
    public GainRule(int bins, double binHz, double hopSeconds, double memoryMs, float margin)
    {
        _bins = bins;
        int room = Lanes.Room(bins);
        (_gamma, _wide, _previous, _steady) = (new float[room], new float[room], new float[room], new float[room]);
        (Narrow, LogGain) = (new float[room], new float[room]);
        _sums = new double[bins + 1];
        _narrowSpans = new BinSpans(bins, binHz, 0.25f);
        _wideSpans = new BinSpans(bins, binHz, 1);
        _hopSeconds = hopSeconds;
        _memory = Pole(memoryMs);
        _steadiness = Pole(SteadyMs);
        Presence = new Presence(bins, binHz, hopSeconds, margin);
    }

    /// <summary>Gets the natural logarithm of the gain of each bin, 0 or below. [audio-thread]</summary>
    public float[] LogGain { get; }

    /// <summary>Gets power over noise, averaged a little around each bin. [audio-thread]</summary>
    public float[] Narrow { get; }

    /// <summary>Gets the judgement of the spectrum as a whole. [audio-thread]</summary>
    public Presence Presence { get; }

    /// <summary>Forgets the signal; gains are at their least. [audio-thread]</summary>
    public void Reset(float leastLogGain)
    {
        Array.Fill(_previous, LeastXi);
        Array.Fill(_steady, 1);
        Array.Fill(LogGain, leastLogGain);
        Presence.Reset();
    }

    /// <summary>Remembers a spectrum of noise. [audio-thread]</summary>
    public void See(ReadOnlySpan<float> power)
    {
        BinSpans.Sums(power[.._bins], _sums);
        _wideSpans.Mean(_sums, _wide);
        Presence.See(_wide);
    }

    /// <summary>Learns how far the noise strays. [audio-thread]</summary>
    public void Learn(ReadOnlySpan<float> noise)
    {
        BinSpans.Sums(noise[.._bins], _sums);
        _wideSpans.Mean(_sums, _wide);
        Presence.Learn(_wide);
    }

    /// <summary>Computes the gains of a hop. [audio-thread]</summary>
    /// <param name="power">Of each bin; as long as <see cref="LogGain"/>.</param>
    /// <param name="noise">Its noise, above 0; as long.</param>
    /// <param name="floorPower">Noise below this power is left alone.</param>
    /// <param name="settings">What the parameters ask for.</param>
    public void Update(float[] power, float[] noise, float floorPower, GateSettings settings)
    {
        _narrowSpans.Widen(settings.SmoothingErb);
        Vector256<float> share = Vector256.Create(1 / settings.Oversubtraction);
        for (int i = 0; i < _gamma.Length; i += Vector256<float>.Count)
            (Lanes.At(power, i) * share / Lanes.At(noise, i)).CopyTo(_gamma, i);
        BinSpans.Sums(_gamma.AsSpan(0, _bins), _sums);
        _narrowSpans.Mean(_sums, Narrow);
        _wideSpans.Mean(_sums, _wide);
        Vector256<float> over = Vector256.Create(settings.Oversubtraction);
        for (int i = 0; i < _wide.Length; i += Vector256<float>.Count)
            (Lanes.At(_wide, i) * over).CopyTo(_wide, i);
        Presence.Update(_wide);
        Gains(noise, floorPower, settings);
    }

    private void Gains(float[] noise, float floorPower, GateSettings settings)
    {
        Vector256<float> one = Vector256<float>.One, zero = Vector256<float>.Zero;
        Vector256<float> leastXi = Vector256.Create(LeastXi), least = Vector256.Create(settings.LeastLogGain);
        Vector256<float> memory = Vector256.Create(_memory), release = Vector256.Create(settings.Transient);
        Vector256<float> sure = Vector256.Create(TypicalXi / (1 + TypicalXi)), odds = Vector256.Create(PriorOdds * (1 + TypicalXi));
        Vector256<float> wideFrom = Vector256.Create(MathF.Log(1.1f)), wideShare = Vector256.Create(1 / MathF.Log(1.5f / 1.1f));
        Vector256<float> presence = Vector256.Create(Presence.Value), floor = Vector256.Create(MathF.Log(floorPower) * 0.5f);
        bool hasFloor = settings.HasFloor;
        Vector256<float> rise = Vector256.Create(Pole(settings.AttackMs)), fall = Vector256.Create(Pole(settings.ReleaseMs));
        Vector256<float> steadiness = Vector256.Create(_steadiness), tonal = Vector256.Create(settings.Tonal);
        for (int i = 0; i < _gamma.Length; i += Vector256<float>.Count)
        {
            Vector256<float> gamma = Lanes.At(_gamma, i), narrow = Lanes.At(Narrow, i), before = Lanes.At(_previous, i);

            // The a-priori SNR; its memory is given up where power rises.
            Vector256<float> a = memory * (one - (release * Lanes.Unit((narrow - Vector256.Create(2f)) * (1 / 6f))));
            Vector256<float> xi = Vector256.MaxNative((a * before) + ((one - a) * Vector256.MaxNative(gamma - one, zero)), leastXi);
            Vector256<float> w = xi / (one + xi);
            xi = Vector256.MaxNative(w * w * gamma, leastXi);
            w = xi / (one + xi);
            Vector256<float> squared = LogMmse.SquaredGain(w, gamma * w);
            (squared * gamma).CopyTo(_previous, i);

            // The probability of a signal: in the bin's neighbourhood, in its wide one, and in the whole spectrum.
            Vector256<float> p = one / (one + (odds * FastMath.Exp(-Vector256.MinNative(narrow, Vector256.Create(60f)) * sure)));
            Vector256<float> wide = FastMath.Log(Vector256.MaxNative(Lanes.At(_wide, i), Vector256.Create(1e-6f)));
            p *= Lanes.Unit((wide - wideFrom) * wideShare) * presence;
            // A tone stands above its noise for long, though hardly above that of its neighbours.
            Vector256<float> steady = gamma + (steadiness * (Lanes.At(_steady, i) - gamma));
            steady.CopyTo(_steady, i);
            p = Vector256.MaxNative(p, tonal * Lanes.Unit((steady - Vector256.Create(2.5f)) * 0.5f));

            // The floor: as much as was asked for, and no noise further down than to where it is left alone.
            Vector256<float> bottom = hasFloor
                ? Vector256.MinNative(Vector256.MaxNative(least, floor - (FastMath.Log(Lanes.At(noise, i)) * 0.5f)), zero)
                : least;
            Vector256<float> gain = FastMath.Log(Vector256.MaxNative(squared, Vector256.Create(1e-12f))) * 0.5f;
            gain = Vector256.MaxNative(bottom + (p * (gain - bottom)), bottom);
            Vector256<float> old = Lanes.At(LogGain, i);
            Vector256<float> pole = Vector256.ConditionalSelect(Vector256.GreaterThan(gain, old), rise, fall);
            (gain + (pole * (old - gain))).CopyTo(LogGain, i);
        }
    }

    private float Pole(double ms) => ms > 0 ? (float)Math.Exp(-_hopSeconds / (ms * 1e-3)) : 0;
}
