using PluginHost.Dsp.Filters;

namespace PluginHost.Plugins.Voices;

/// <summary>One note of a synthesiser.</summary>
internal sealed class SynthVoice
{
    private const int ControlFrames = 16;
    private const double Loudest = 0.45;

    private readonly StateVariableFilter _filter = new(), _second = new();
    private readonly float[] _part = new float[ControlFrames];
    private readonly SynthTone _tone;
    private readonly int _rate;
    private readonly float _sweepKeep;
    private readonly uint _width;
    private readonly SvfShape _shape;
    private Envelope _envelope;
    private int _table;
    private uint _phase, _phase2, _subPhase;
    private uint _step, _step2, _subStep;
    private double _cutoff;
    private double _frequency;
    private float _sweep;
    private float _left, _right;
    private int _untilControl;

    public SynthVoice(SynthTone tone, int rate)
    {
        (_tone, _rate) = (tone, rate);
        _sweepKeep = Envelope.Keep(tone.SweepMs / ControlFrames, rate);
        _width = WaveTables.Step(tone.PulseWidth);
        _shape = SvfShape.LowPass(tone.Q);
    }

    /// <summary>Gets the MIDI key of the note. [audio-thread]</summary>
    public int Key { get; private set; } = -1;

    /// <summary>Gets the place of the note in the order of notes. [audio-thread]</summary>
    public long Order { get; private set; }

    public bool IsOn => _envelope.IsOn;

    public bool IsHeld => _envelope.IsHeld;

    /// <summary>Gets whether it makes way for another note. [audio-thread]</summary>
    public bool IsFading => _envelope.IsFading;

    /// <summary>Gets the frequency of an equally tempered key, A4 = 440 Hz, in Hz. [any-thread]</summary>
    public static double Hertz(double key) => 440 * Math.Pow(2, (key - 69) / 12);

    /// <summary>Begins a note; whatever it played must have ended. [audio-thread]</summary>
    /// <param name="key">MIDI key.</param>
    /// <param name="velocity">Above 0 to 1.</param>
    /// <param name="pan">-1 left to 1 right.</param>
    /// <param name="order">Its place in the order of notes.</param>
    public void Start(int key, float velocity, float pan, long order)
    {
        (Key, Order) = (key, order);
        double frequency = Math.Min(Hertz(key) / _rate, Loudest);
        double apart = Math.Pow(2, _tone.DetuneCents / 2400);
        _table = WaveTables.For(frequency * apart);
        _step = WaveTables.Step(frequency / apart);
        _step2 = WaveTables.Step(frequency * apart);
        _subStep = WaveTables.Step(frequency / 2);
        // Apart, or two saws would begin as one of twice the size.
        (_phase, _phase2, _subPhase) = (0, WaveTables.Step(0.37), 0);
        float strength = velocity * (0.4f + (0.6f * velocity));
        _cutoff = _tone.CutoffHz / _rate * Math.Pow(2, (_tone.Tracking * (key - 60) / 12) + (_tone.VelocityOctaves * (velocity - 1)));
        _sweep = _tone.SweepOctaves * velocity;
        float angle = (1 + pan) * MathF.PI / 4, gain = _tone.Gain * strength * MathF.Sqrt(2);
        (_left, _right) = (gain * MathF.Cos(angle), gain * MathF.Sin(angle));
        _untilControl = 0;
        _filter.Reset();
        _second.Reset();
        _envelope.Start(_tone.Amplitude, _rate);
    }

    /// <summary>Lets the note go. [audio-thread]</summary>
    public void Release() => _envelope.Release();

    /// <summary>Ends the note within a few milliseconds. [audio-thread]</summary>
    public void Fade() => _envelope.Fade(_rate);

    /// <summary>Falls silent at once. [audio-thread]</summary>
    public void Reset()
    {
        _envelope.Reset();
        (Key, Order) = (-1, 0);
    }

    /// <summary>Adds the note to both sides. [audio-thread]</summary>
    public void AddTo(Span<float> left, Span<float> right)
    {
        for (int done = 0; done < left.Length && IsOn;)
        {
            if (_untilControl == 0)
                Control();
            int frames = Math.Min(left.Length - done, _untilControl);
            Span<float> part = _part.AsSpan(0, frames);
            Oscillate(part);
            _filter.Process(part, _frequency, _shape);
            if (_tone.IsSteep)
                _second.Process(part, _frequency, SvfShape.LowPass(BiquadDesign.ButterworthQ));
            for (int i = 0; i < frames; i++)
            {
                float sample = part[i] * _envelope.Next();
                left[done + i] += _left * sample;
                right[done + i] += _right * sample;
            }
            done += frames;
            _untilControl -= frames;
        }
    }

    private void Control()
    {
        _untilControl = ControlFrames;
        _frequency = Math.Min(_cutoff * Math.Pow(2, _sweep), Loudest);
        _sweep *= _sweepKeep;
    }

    private void Oscillate(Span<float> part)
    {
        (uint phase, uint phase2, uint sub, int table) = (_phase, _phase2, _subPhase, _table);
        float pulse = _tone.Pulse, subLevel = _tone.Sub;
        for (int i = 0; i < part.Length; i++)
        {
            float saws = WaveTables.Saw(table, phase) + WaveTables.Saw(table, phase2);
            float shifted = WaveTables.Saw(table, phase + _width) + WaveTables.Saw(table, phase2 + _width);
            part[i] = (0.5f * (saws - (pulse * shifted))) + (subLevel * WaveTables.Sine(sub));
            phase += _step;
            phase2 += _step2;
            sub += _subStep;
        }
        (_phase, _phase2, _subPhase) = (phase, phase2, sub);
    }
}
