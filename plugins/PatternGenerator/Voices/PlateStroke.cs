using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins.Voices;

/// <summary>A blow on a hat or cymbal: the shared metal and noise between two filters, a short stick and a long ringing that
/// grows darker, and perhaps a bell.</summary>
/// <remarks>Strength raises level, brightness and the length of the ringing. The bell is three inharmonic modes of a struck
/// plate, 1 : 1.58 : 2.24.</remarks>
internal sealed class PlateStroke : Stroke
{
    private const int ControlFrames = 16;

    private readonly PlateTone _tone;
    private readonly float[] _sine = Wave.Sine;
    private readonly StateVariableFilter _low = new(), _low2 = new(), _high = new();
    private readonly double _lowest, _highest;
    private readonly float _stickKeep, _darkKeep;
    private readonly uint[] _bellSteps = new uint[3];
    private WhiteNoise _random;
    private uint _bell0, _bell1, _bell2;
    private float _stick, _ring, _ringKeep, _gain, _bright;
    private double _cutoff;
    private int _untilControl;

    public PlateStroke(PlateTone tone, uint seed, int rate)
        : base(seed, rate)
    {
        _tone = tone;
        _lowest = Math.Min(tone.LowHz / rate, 0.35);
        _highest = tone.HighHz / rate;
        _stickKeep = Envelope.Keep(tone.StickMs, rate);
        _darkKeep = Envelope.Keep(2 * tone.RingMs / ControlFrames, rate);
        for (int i = 0; i < 3; i++)
            _bellSteps[i] = Wave.Step(Math.Min(tone.BellHz * (i == 0 ? 1 : i == 1 ? 1.58 : 2.24) / rate, 0.45));
    }

    /// <inheritdoc/>
    protected override void Begin(float velocity, WhiteNoise noise)
    {
        _random = noise;
        (_stick, _ring, _bright, _untilControl) = (1 - _tone.Ring, _tone.Ring, 1, 0);
        _ringKeep = Envelope.Keep(_tone.RingMs * (0.6 + (0.4 * velocity)), Rate);
        _gain = _tone.Gain * velocity * (0.3f + (0.7f * velocity));
        _cutoff = _highest * Math.Pow(2, velocity - 1);
        (_bell0, _bell1, _bell2) = (0, 0, 0);
        _low.Reset();
        _low2.Reset();
        _high.Reset();
    }

    /// <inheritdoc/>
    protected override int Sound(Span<float> part, ReadOnlySpan<float> metal)
    {
        for (int done = 0; done < part.Length;)
        {
            // Where it ends does not hang on where a block did.
            if (_untilControl == 0)
            {
                if (_stick < Silence && _ring < Silence)
                    return done;
                _untilControl = ControlFrames;
                _bright *= _darkKeep;
            }
            int frames = Math.Min(part.Length - done, _untilControl);
            Plate(part.Slice(done, frames), metal.Slice(done, frames));
            done += frames;
            _untilControl -= frames;
        }
        return part.Length;
    }

    private void Plate(Span<float> part, ReadOnlySpan<float> metal)
    {
        float noise = _tone.Noise, share = 1 - noise;
        for (int i = 0; i < part.Length; i++)
            part[i] = (share * metal[i]) + (noise * _random.Next());
        SvfShape highPass = SvfShape.HighPass(BiquadDesign.ButterworthQ);
        _low.Process(part, _lowest, highPass);
        _low2.Process(part, _lowest, highPass);
        double cutoff = Math.Clamp(_cutoff * (0.6 + (0.4 * _bright)), 0.8 * _lowest, 0.45);
        _high.Process(part, cutoff, SvfShape.LowPass(BiquadDesign.ButterworthQ));
        for (int i = 0; i < part.Length; i++)
        {
            float sample = part[i] * (_stick + _ring);
            if (_tone.BellHz > 0)
                sample += Bell() * _ring;
            part[i] = _gain * sample;
            _stick *= _stickKeep;
            _ring *= _ringKeep;
        }
    }

    private float Bell()
    {
        float bell = (0.06f * Wave.At(_sine, _bell0)) + (0.05f * Wave.At(_sine, _bell1)) + (0.04f * Wave.At(_sine, _bell2));
        _bell0 += _bellSteps[0];
        _bell1 += _bellSteps[1];
        _bell2 += _bellSteps[2];
        return bell;
    }
}
