using PluginHost.Dsp.Modulation;

namespace PluginHost.Plugins;

/// <summary>Makes what is sent on unlike what came in: a shift of some Hz, or a phase that turns; or leaves it, bit for bit.</summary>
internal sealed class Decorrelator
{
    // Here the carrier is gone and a loop gains most: the first zero of the Bessel function J0.
    private const double MostRadians = 2.405;

    // Slow enough for the pitch to stay: it moves by 2.4 Hz at most.
    private const double RateHz = 1;

    private readonly FrequencyShifter _shifter;
    private readonly PhaseModulator _modulator;
    private double _shiftHz;
    private double _radians;

    /// <summary>Makes one that does nothing yet; allocates. [control-thread]</summary>
    /// <param name="sampleRate">8000 to 192 000 Hz.</param>
    public Decorrelator(double sampleRate)
    {
        _shifter = new FrequencyShifter(sampleRate);
        _modulator = new PhaseModulator(sampleRate);
        _modulator.TurnAt(RateHz);
        Reset();
    }

    /// <summary>Heads for what is asked for; a change fades within 30 ms. [audio-thread]</summary>
    /// <param name="kind">What to do.</param>
    /// <param name="shiftHz">For a shift; 0 does nothing.</param>
    /// <param name="depth">For the phase, 0 to 1; 0 does nothing.</param>
    public void Choose(Decorrelation kind, float shiftHz, float depth)
    {
        _shiftHz = kind == Decorrelation.Shift ? shiftHz : 0;
        _radians = kind == Decorrelation.Phase ? depth * MostRadians : 0;
        // On its way out it stays as it is: the fade is over before its end would be.
        if (_shiftHz > 0)
            _shifter.ShiftBy(_shiftHz);
        if (_radians > 0)
            _modulator.TurnBy(_radians);
        if (_shiftHz > 0 && _shifter.IsDry)
            Start(_shifter);
        if (_radians > 0 && _modulator.IsDry)
            Start(_modulator);
        _shifter.MixTo(_shiftHz > 0 ? 1 : 0);
        _modulator.MixTo(_radians > 0 ? 1 : 0);
    }

    /// <summary>Forgets the signal and jumps to what is asked for. [audio-thread]</summary>
    public void Reset()
    {
        _shifter.ShiftBy(_shiftHz);
        _shifter.MixTo(_shiftHz > 0 ? 1 : 0);
        Start(_shifter);
        _modulator.TurnBy(_radians);
        _modulator.MixTo(_radians > 0 ? 1 : 0);
        Start(_modulator);
    }

    /// <summary>Runs in place. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number of them.</param>
    public void Process(Span<float> samples)
    {
        if (!_shifter.IsDry)
            _shifter.Process(samples);
        if (!_modulator.IsDry)
            _modulator.Process(samples);
    }

    // What it remembers is from before it was last dry.
    private static void Start(FrequencyShifter shifter)
    {
        shifter.SnapToTargets();
        shifter.Reset();
    }

    private static void Start(PhaseModulator modulator)
    {
        modulator.SnapToTargets();
        modulator.Reset();
    }
}
