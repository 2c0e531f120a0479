using PluginHost.Dsp.Levels;

namespace PluginHost.Dsp.Modulation;

/// <summary>
/// Shifts every frequency of one channel by the same few Hz (single sideband), without latency. A loop through it meets
/// the same frequency never twice, so that it takes more gain before it howls.
/// </summary>
/// <remarks>
/// M. R. Schroeder, "Improvement of acoustic-feedback stability by frequency shifting", JASA 36, 1964. The signal and
/// its copy a quarter of a cycle behind (<see cref="Filters.HilbertPair"/>) are turned by an angle that grows from frame
/// to frame: the mirrored sideband is 60 dB down from 30 Hz on, to 30 Hz below half the sample rate. The angle is
/// counted in whole numbers. A shift of 0 leaves the level of every frequency, yet not its phase; a mix of 0 leaves
/// every sample, bit for bit. Changes of either glide within 30 ms; during a change of the mix both signals meet at
/// different phases, which is heard as a short comb. Results do not depend on how a stream is cut into blocks.
/// </remarks>
public sealed class FrequencyShifter
{
    /// <summary>The most it shifts, up or down, in Hz.</summary>
    public const double MaxShiftHz = 20;

    private readonly double _sampleRate;
    private readonly PhaseTurner _turner;
    private readonly Glide _shift;
    private readonly float[] _cos = new float[PhaseTurner.Cell];
    private readonly float[] _sin = new float[PhaseTurner.Cell];
    private Phasor _phasor;
    private ulong _angle;
    private ulong _step;
    private int _frame;

    /// <summary>Designs for a sample rate; allocates. It starts wet, with a shift of 0. [control-thread]</summary>
    /// <param name="sampleRate">8000 to 192 000 Hz.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public FrequencyShifter(double sampleRate)
    {
        _sampleRate = sampleRate;
        _turner = new PhaseTurner(sampleRate);
        _shift = PhaseTurner.MakeGlide(sampleRate);
        SnapToTargets();
        Reset();
    }

    /// <summary>Gets whether samples pass untouched now. [audio-thread]</summary>
    public bool IsDry => !_turner.Mix.IsMoving && _turner.Mix.Value == 0;

    /// <summary>Heads for a shift. [audio-thread]</summary>
    /// <param name="hertz">Up if above 0; brought into the range of <see cref="MaxShiftHz"/>.</param>
    public void ShiftBy(double hertz) => _shift.HeadFor(Math.Clamp(hertz, -MaxShiftHz, MaxShiftHz));

    /// <summary>Heads for a share of the shifted signal in the output. [audio-thread]</summary>
    /// <param name="share">0 (dry) to 1 (shifted), clamped.</param>
    public void MixTo(double share) => _turner.Mix.HeadFor(Math.Clamp(share, 0, 1));

    /// <summary>Jumps to shift and mix. [audio-thread]</summary>
    public void SnapToTargets()
    {
        _shift.SnapToTarget();
        _turner.Mix.SnapToTarget();
        TakeStep();
    }

    /// <summary>Forgets the signal and the angle; shift and mix stay. [audio-thread]</summary>
    public void Reset()
    {
        _turner.Reset();
        (_angle, _frame) = (0, 0);
    }

    /// <summary>Shifts in place. Does not allocate. [audio-thread]</summary>
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
        int i = 0;
        for (; i < frames && _shift.IsMoving; i++)
        {
            (_cos[i], _sin[i]) = ((float)_phasor.Cos, (float)_phasor.Sin);
            _step = Turns.Step(_shift.Next() / _sampleRate);
            unchecked
            {
                _angle += _step;
            }
            _phasor.Set(Turns.Radians(_angle));
            if (!_shift.IsMoving)
                TakeStep();
        }
        Phasor phasor = _phasor;
        unchecked
        {
            _angle += _step * (ulong)(frames - i);
        }
        for (; i < frames; i++)
        {
            (_cos[i], _sin[i]) = ((float)phasor.Cos, (float)phasor.Sin);
            phasor.Next();
        }
        _phasor = phasor;
    }

    private void TakeStep()
    {
        _step = Turns.Step(_shift.Value / _sampleRate);
        _phasor.StepBy(Turns.Radians(_step));
    }
}
