namespace PluginHost.Plugins.Voices;

/// <summary>One note of a synthesiser.</summary>
internal sealed class SynthVoice
{
    private const int ControlFrames = 16;
    private const double Loudest = 0.45;

    private readonly SynthTone _tone;
    private readonly int _rate;
    private readonly float _sweepKeep;
    private readonly Wave _wave;
    private readonly float[] _sine = Wave.Sine;
    private float[] _cycle;
    private Envelope _envelope;
    private LowPass _filter, _second;
    private uint _phase, _phase2, _subPhase;
    private uint _step, _step2, _subStep;
    private double _cutoff;
    private float _sweep;
    private float _left, _right;
    private int _untilControl;

    public SynthVoice(SynthTone tone, Wave wave, int rate)
    {
        (_tone, _wave, _cycle, _rate) = (tone, wave, _sine, rate);
        _sweepKeep = Envelope.Keep(tone.SweepMs / ControlFrames, rate);
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
        _cycle = _wave.For(frequency * apart);
        _step = Wave.Step(frequency / apart);
        _step2 = Wave.Step(frequency * apart);
        _subStep = Wave.Step(frequency / 2);
        // Apart, or two saws would begin as one of twice the size.
        (_phase, _phase2, _subPhase) = (0, Wave.Step(0.37), 0);
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
            if (_tone.IsSteep)
                AddSteep(left.Slice(done, frames), right.Slice(done, frames));
            else
                AddGentle(left.Slice(done, frames), right.Slice(done, frames));
            done += frames;
            _untilControl -= frames;
        }
    }

    private void Control()
    {
        _untilControl = ControlFrames;
        double frequency = Math.Min(_cutoff * Math.Pow(2, _sweep), Loudest);
        _filter.Tune(frequency, 1 / _tone.Q);
        if (_tone.IsSteep)
            _second.Tune(frequency, Math.Sqrt(2));
        _sweep *= _sweepKeep;
    }

    private void AddGentle(Span<float> left, Span<float> right)
    {
        LowPass filter = _filter;
        for (int i = 0; i < left.Length; i++)
        {
            float sample = filter.Next(Oscillate()) * _envelope.Next();
            left[i] += _left * sample;
            right[i] += _right * sample;
        }
        _filter = filter;
    }

    private void AddSteep(Span<float> left, Span<float> right)
    {
        (LowPass filter, LowPass second) = (_filter, _second);
        for (int i = 0; i < left.Length; i++)
        {
            float sample = second.Next(filter.Next(Oscillate())) * _envelope.Next();
            left[i] += _left * sample;
            right[i] += _right * sample;
        }
        (_filter, _second) = (filter, second);
    }

    private float Oscillate()
    {
        float wave = 0.5f * (Wave.At(_cycle, _phase) + Wave.At(_cycle, _phase2));
        if (_tone.Sub > 0)
            wave += _tone.Sub * Wave.At(_sine, _subPhase);
        _phase += _step;
        _phase2 += _step2;
        _subPhase += _subStep;
        return wave;
    }
}
