using PluginHost.Dsp.Levels;

namespace PluginHost.Dsp.Modulation;

/// <summary>
/// Turns the phase of one channel slowly to and fro, as a small vibrato that is the same in radians at every frequency,
/// without latency: breaks up a feedback loop as <see cref="FrequencyShifter"/> does, but music stays in tune.
/// </summary>
/// <remarks>
/// y = a cos(p) - b sin(p), p = depth sin(2 pi rate t), with the signal a and its copy b a quarter of a cycle behind.
/// The pitch moves by depth x rate Hz at most. At a depth of 2.405 the carrier is gone and a loop gains most. A depth
/// of 0 leaves the level of every frequency, yet not its phase; a mix of 0 leaves every sample, bit for bit. Changes
/// glide within 30 ms. Results do not depend on how a stream is cut into blocks.
/// </remarks>
public sealed class PhaseModulator
{
    /// <summary>The fastest it turns to and fro, in Hz.</summary>
    public const double MaxRateHz = 20;

    /// <summary>The furthest it turns, in radians.</summary>
    public const double MaxDepth = 2 * Math.PI;

    private readonly double _sampleRate;
    private readonly PhaseTurner _turner;
    private readonly Glide _depth;
    private readonly float[] _cos = new float[PhaseTurner.Cell];
    private readonly float[] _sin = new float[PhaseTurner.Cell];
    private Phasor _phasor;
    private ulong _angle;
    private ulong _step;
    private int _frame;

    /// <summary>Designs for a sample rate; allocates. It starts wet, with a depth and a rate of 0. [control-thread]</summary>
    /// <param name="sampleRate">8000 to 192 000 Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public PhaseModulator(double sampleRate)
    {
        _sampleRate = sampleRate;
        _turner = new PhaseTurner(sampleRate);
        _depth = PhaseTurner.MakeGlide(sampleRate);
        SnapToTargets();
        TurnAt(0);
        Reset();
    }

    /// <summary>Gets whether samples pass untouched now. [audio-thread]</summary>
    public bool IsDry => !_turner.Mix.IsMoving && _turner.Mix.Value == 0;

    /// <summary>Sets how often it turns to and fro, from here on. [audio-thread]</summary>
    /// <param name="hertz">0 to <see cref="MaxRateHz"/>, clamped.</param>
    public void TurnAt(double hertz)
    {
        _step = Turns.Step(Math.Clamp(hertz, 0, MaxRateHz) / _sampleRate);
        _phasor.StepBy(Turns.Radians(_step));
    }

    /// <summary>Heads for a depth. [audio-thread]</summary>
    /// <param name="radians">0 to <see cref="MaxDepth"/>, clamped.</param>
    public void TurnBy(double radians) => _depth.HeadFor(Math.Clamp(radians, 0, MaxDepth));

    /// <summary>Heads for a share of the turned signal in the output. [audio-thread]</summary>
    /// <param name="share">0 (dry) to 1 (turned), clamped.</param>
    public void MixTo(double share) => _turner.Mix.HeadFor(Math.Clamp(share, 0, 1));

    /// <summary>Jumps to depth and mix. [audio-thread]</summary>
    public void SnapToTargets()
    {
        _depth.SnapToTarget();
        _turner.Mix.SnapToTarget();
    }

    /// <summary>Forgets the signal and the angle; depth, rate and mix stay. [audio-thread]</summary>
    public void Reset()
    {
        _turner.Reset();
        (_angle, _frame) = (0, 0);
    }

    /// <summary>Modulates in place. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number of them.</param>
    public void Process(Span<float> samples)
    {
        while (samples.Length > 0)
        {
            Span<float> part = samples[..Math.Min(samples.Length, PhaseTurner.Cell - _frame)];
            if (_frame == 0)
                _phasor.Set(Turns.Radians(_angle));
            Turn(part.Length);
            _turner.Process(part, _cos, _sin);
            samples = samples[part.Length..];
            _frame = (_frame + part.Length) % PhaseTurner.Cell;
        }
    }

    private void Turn(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            (double sin, double cos) = Math.SinCos(_depth.Next() * _phasor.Sin);
            (_cos[i], _sin[i]) = ((float)cos, (float)sin);
            _phasor.Next();
        }
        unchecked
        {
            _angle += _step * (ulong)frames;
        }
    }
}
