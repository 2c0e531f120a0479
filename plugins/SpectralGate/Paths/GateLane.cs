using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Plugins.Gain;
using PluginHost.Plugins.Noise;

namespace PluginHost.Plugins.Paths;

/// <summary>What decides on the gains of one channel, or of all linked ones: one noise estimate, gains from a long window
/// and from a short one, and for every bin the one that tells signal from noise better.</summary>
internal sealed class GateLane
{
    private const int Ratio = GateShape.ShortRatio;
    private const float Eagerness = 0.5f;
    private readonly GateShape _shape;
    private readonly GainRule _long;
    private readonly GainRule _short;
    private readonly NoiseLearner _learner;
    private readonly float[] _shortNoise;
    private readonly float[] _shortLogGain;
    private readonly float[] _shortNarrow;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public GateLane(GateShape shape)
    {
        _shape = shape;
        double binHz = (double)shape.SampleRate / shape.Length;
        _long = new GainRule(shape.Bins, binHz, shape.HopSeconds, shape.MemoryMs, shape.Margin);
        _short = new GainRule(shape.ShortBins, binHz * Ratio, shape.HopSeconds, shape.MemoryMs, shape.Margin);
        _learner = new NoiseLearner(shape.Bins, binHz);
        Noise = new NoiseEstimate(shape.Bins, shape.HopSeconds);
        int room = Lanes.Room(shape.Bins), shortRoom = Lanes.Room(shape.ShortBins);
        (Power, LogGain, _shortLogGain, _shortNarrow) = (new float[room], new float[room], new float[room], new float[room]);
        (ShortPower, _shortNoise) = (new float[shortRoom], new float[shortRoom]);
    }

    /// <summary>Gets the power of the long spectrum, to be written before <see cref="Update"/>. [audio-thread]</summary>
    public float[] Power { get; }

    /// <summary>Gets the power of the short spectrum, likewise. [audio-thread]</summary>
    public float[] ShortPower { get; }

    public NoiseEstimate Noise { get; }

    /// <summary>Gets the natural logarithm of the gain of each bin of the long spectrum. [audio-thread]</summary>
    public float[] LogGain { get; }

    /// <summary>Gets the power of the differences of successive samples of the noise. [audio-thread]</summary>
    public float DifferencePower { get; private set; }

    /// <summary>Gets whether enough was learned. [audio-thread]</summary>
    public bool HasLearned => _learner.IsReady;

    public void Reset(GateSettings settings)
    {
        Noise.Reset();
        ForgetLearning();
        _long.Reset(settings.LeastLogGain);
        _short.Reset(settings.LeastLogGain);
        _long.Presence.Threshold = _short.Presence.Threshold = Presence.BlindThreshold;
        Array.Clear(LogGain);
        DifferencePower = float.MaxValue;
    }

    /// <summary>Takes up the noise that another lane knows. [audio-thread]</summary>
    public void Adopt(GateLane other)
    {
        Noise.Adopt(other.Noise, _shape.LongEnergy / other._shape.LongEnergy);
        _long.Presence.Threshold = other._long.Presence.Threshold;
        _short.Presence.Threshold = other._short.Presence.Threshold;
    }

    /// <summary>Goes by a profile from now on. [audio-thread]</summary>
    public void Use(NoiseProfile profile, int lane)
    {
        profile.Read(lane, _shape.SampleRate, _shape.LongEnergy, LogGain.AsSpan(0, _shape.Bins));
        Noise.Use(LogGain.AsSpan(0, _shape.Bins));
        (_long.Presence.Threshold, _short.Presence.Threshold) = profile.StraysOf(lane);
    }

    /// <summary>Drops what was learned so far. [audio-thread]</summary>
    public void ForgetLearning()
    {
        _learner.Reset();
        _long.Presence.Forget();
        _short.Presence.Forget();
    }

    /// <summary>Learns from the spectra of this hop. [audio-thread]</summary>
    public void Learn()
    {
        _learner.Add(Power);
        _long.See(Power);
        _short.See(ShortPower);
    }

    /// <summary>Writes what was learned to a lane of a profile. [audio-thread]</summary>
    public void ReadLearned(NoiseProfile profile, int lane)
    {
        Span<float> power = profile.Powers[lane];
        _learner.Read(power);
        Noise.Use(power);
        _long.Learn(Noise.Power);
        ShortNoise();
        _short.Learn(_shortNoise);
        profile.Strays[lane] = (_long.Presence.Threshold, _short.Presence.Threshold);
        for (int i = 0; i < power.Length; i++)
            power[i] /= _shape.LongEnergy;
    }

    /// <summary>Computes the gains of a hop. [audio-thread]</summary>
    public void Update(bool isWhole, GateSettings settings)
    {
        Noise.Update(Power, isWhole, settings.Source);
        _long.Update(Power, Noise.Power, settings.FloorPower * _shape.LongEnergy, settings);
        if (_shape.HasShort)
        {
            ShortNoise();
            _short.Update(ShortPower, _shortNoise, settings.FloorPower * _shape.ShortEnergy, settings);
            Blend(settings.Resolution);
        }
        else
        {
            _long.LogGain.CopyTo(LogGain, 0);
        }
        Noise.Track(Power, _long.Presence.Value);
        if (_shape.Mode == GateMode.Zero)
            DifferencePower = Differences();
    }

    /// <summary>The noise of the long bins, as wide as a short bin's window sees it.</summary>
    private void ShortNoise()
    {
        float scale = _shape.ShortEnergy / _shape.LongEnergy;
        float[] noise = Noise.Power;
        int last = _shape.Bins - 1;
        for (int j = 0; j < _shape.ShortBins; j++)
        {
            int from = Math.Max(0, (j - 1) * Ratio), to = Math.Min(last, (j + 1) * Ratio);
            float sum = 0;
            for (int k = from; k <= to; k++)
                sum += noise[k];
            _shortNoise[j] = Math.Max(sum / (to - from + 1) * scale, NoiseProfile.LeastPower);
        }
        _shortNoise.AsSpan(_shape.ShortBins).Fill(_shortNoise[_shape.ShortBins - 1]);
    }

    private float Differences()
    {
        float[] noise = Noise.Power, weights = _shape.DifferenceWeights;
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < weights.Length; i += Vector256<float>.Count)
            sum += Lanes.At(noise, i) * Lanes.At(weights, i);
        return Vector256.Sum(sum) + NoiseProfile.LeastPower;
    }

    private void Blend(float resolution)
    {
        Spread(_short.LogGain, _shortLogGain);
        Spread(_short.Narrow, _shortNarrow);
        Vector256<float> bias = Vector256.Create(resolution), one = Vector256<float>.One;
        for (int i = 0; i < LogGain.Length; i += Vector256<float>.Count)
        {
            Vector256<float> better = FastMath.Log((Lanes.At(_long.Narrow, i) + one) / (Lanes.At(_shortNarrow, i) + one));
            Vector256<float> share = Lanes.Unit((better * Eagerness) + bias);
            Vector256<float> other = Lanes.At(_shortLogGain, i);
            (other + (share * (Lanes.At(_long.LogGain, i) - other))).CopyTo(LogGain, i);
        }
    }

    /// <summary>Interpolates between short bins.</summary>
    private void Spread(float[] from, float[] to)
    {
        for (int j = 0; j < _shape.ShortBins - 1; j++)
        {
            float value = from[j], step = (from[j + 1] - value) / Ratio;
            int at = j * Ratio;
            to[at] = value;
            to[at + 1] = value + step;
            to[at + 2] = value + (2 * step);
            to[at + 3] = value + (3 * step);
        }
        to.AsSpan(_shape.Bins - 1).Fill(from[_shape.ShortBins - 1]);
    }
}
