using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins.Voices;

/// <summary>A blow on a skin: one or two decaying modes whose pitch falls, and a burst of noise.</summary>
/// <remarks>After the circuits of the TR-808: Werner, Abel and Smith, "A physically-informed, circuit-bendable, digital model
/// of the Roland TR-808 bass drum circuit" (DAFx 2014), for the bridged-T resonator and its falling pitch; the snare's two
/// modes and filtered noise as in its service notes. Strength raises level, snap, saturation and the brightness of the
/// noise.</remarks>
internal sealed class SkinStroke : Stroke
{
    private const double SnapMs = 7;
    private const double BendMs = 42;

    private readonly SkinTone _tone;
    private readonly float[] _sine = Wave.Sine;
    private readonly float _modeKeep, _noiseKeep, _snapKeep, _bendKeep, _lowPole, _scale;
    private OnePole _high, _low;
    private WhiteNoise _random;
    private uint _phase, _overPhase;
    private float _snap, _bend, _mode, _noise, _drive, _gain, _highPole;

    public SkinStroke(SkinTone tone, uint seed, int rate)
        : base(seed, rate)
    {
        _tone = tone;
        _lowPole = (float)OnePole.PoleAt(Math.Min(tone.NoiseLowHz / rate, 0.2));
        _scale = 1 / FastMath.Tanh(tone.Drive);
        _modeKeep = Envelope.Keep(tone.DecayMs, rate);
        _noiseKeep = Envelope.Keep(tone.NoiseMs, rate);
        _snapKeep = Envelope.Keep(SnapMs, rate);
        _bendKeep = Envelope.Keep(BendMs, rate);
    }

    /// <inheritdoc/>
    protected override void Begin(float velocity, WhiteNoise noise)
    {
        _random = noise;
        (_phase, _overPhase, _mode, _noise) = (0, 0, 1, _tone.Noise * (0.35f + (0.65f * velocity)));
        _snap = _tone.Snap * (0.3f + (0.7f * velocity));
        _bend = _tone.Bend * (0.5f + (0.5f * velocity));
        _drive = _tone.Drive * (0.5f + (0.5f * velocity));
        _gain = _tone.Gain * velocity * (0.3f + (0.7f * velocity));
        _highPole = (float)OnePole.PoleAt(Math.Min(_tone.NoiseHighHz * Math.Pow(2, 2 * (velocity - 1)) / Rate, 0.45));
        (_high, _low) = (default, default);
    }

    /// <inheritdoc/>
    protected override int Sound(Span<float> part, ReadOnlySpan<float> metal)
    {
        float most = 0.45f * 4294967296f, rest = (float)(_tone.Hertz / Rate * 4294967296.0), overtone = (float)_tone.Overtone;
        for (int i = 0; i < part.Length; i++)
        {
            if (_mode < Silence && _noise < Silence)
                return i;
            float noise = _noise * _low.HighPass(_high.LowPass(_random.Next(), _highPole), _lowPole);
            float skin = _mode * (Wave.At(_sine, _phase) + (_tone.OvertoneLevel * Wave.At(_sine, _overPhase)));
            part[i] = _gain * (noise + (_scale * FastMath.Tanh(_drive * skin)));
            float step = Math.Min(rest * (1 + _snap + _bend), most);
            _phase += (uint)step;
            _overPhase += (uint)Math.Min(step * overtone, most);
            _snap *= _snapKeep;
            _bend *= _bendKeep;
            _mode *= _modeKeep;
            _noise *= _noiseKeep;
        }
        return part.Length;
    }
}
