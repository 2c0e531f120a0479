using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins.Probe;

/// <summary>A noise of our own that goes out with the sound, far below it: what of it comes back tells of the loop alone.</summary>
/// <remarks>
/// Between 7 and 16 kHz, 55 dB below the sound of the last tenth of a second unless it is asked for more; silence stays silence. It depends on
/// all that was heard, so that it is the same for the same input, and another one for a recording that has been through here before.
/// </remarks>
internal sealed class ProbeSource
{
    /// <summary>Of the probe, relative to the sound, dB, at a boost of 1.</summary>
    public const float LevelDb = -55;

    private const float SmoothSeconds = 0.1f;
    private const float LeastLevel = 1e-7f;

    // After the hash FNV-1a, a word instead of a byte at a time: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm"
    // (IETF draft).
    private const uint HashBasis = 2166136261;
    private const uint HashPrime = 16777619;

    // Sections of Butterworth filters of fourth order.
    private static readonly double[] Qs = [0.54119610014620, 1.30656296487638];

    private readonly BiquadCascade _band;
    private readonly float[] _noise;
    private readonly float[] _added;
    private readonly float _scale;
    private readonly float _pace;
    private uint _hash;
    private float _power;
    private float _from;
    private float _to;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    public ProbeSource(ProbeShape shape)
    {
        double low = shape.LowHz / (double)shape.SampleRate, high = shape.HighHz / (double)shape.SampleRate;
        _band = new BiquadCascade([.. Qs.Select(q => BiquadDesign.HighPass(low, q)), .. Qs.Select(q => BiquadDesign.LowPass(high, q))], 1);
        _noise = new float[shape.Step];
        _added = new float[shape.Step];
        _pace = 1 - MathF.Exp(-shape.Step / (SmoothSeconds * shape.SampleRate));
        // White noise between -1 and 1 has a power of a third, and the band lets its share through.
        _scale = MathF.Pow(10, LevelDb / 20) * MathF.Sqrt(1.5f * shape.SampleRate / (shape.HighHz - shape.LowHz));
        Reset();
    }

    /// <summary>Gets or sets a value indicating whether it sounds.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Gets or sets a factor on its level, from the next step on.</summary>
    public float Boost { get; set; }

    /// <summary>Gets what was added in this step.</summary>
    public ReadOnlySpan<float> Added => _added;

    public void Reset()
    {
        _band.Reset();
        Boost = 1;
        _hash = HashBasis;
        _power = _from = _to = 0;
        Array.Clear(_added);
        Array.Clear(_noise);
    }

    /// <summary>Adds it, in place.</summary>
    /// <param name="part">Frames that do not go beyond the end of a step.</param>
    /// <param name="at">Where in the step they start.</param>
    public void Add(Span<float> part, int at)
    {
        float slope = (_to - _from) / _noise.Length;
        foreach (ref float sample in part)
        {
            float probe = _noise[at] * (_from + (slope * (at + 1)));
            sample += probe;
            _added[at++] = probe;
        }
    }

    /// <summary>Begins the next step, with a level by what went out in this one.</summary>
    public void Follow(ReadOnlySpan<float> heard, ReadOnlySpan<float> sent)
    {
        Array.Clear(_added);
        _power += _pace * (((float)Spans.Dot(sent, sent) / sent.Length) - _power);
        _from = _to;
        float level = IsOn ? MathF.Sqrt(_power) : 0;
        _to = level < LeastLevel ? 0 : level * _scale * Boost;
        foreach (float sample in heard)
            _hash = (_hash ^ BitConverter.SingleToUInt32Bits(sample)) * HashPrime;
        WhiteNoise white = new(_hash | 1);
        foreach (ref float sample in _noise.AsSpan())
            sample = white.Next();
        _band.Process(_noise, _noise.Length, _noise.Length);
    }
}
