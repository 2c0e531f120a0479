namespace PluginHost.Plugins.Voices;

/// <summary>How an envelope moves, in ms: a straight attack, then decay and release as a capacitor empties.</summary>
/// <param name="AttackMs">From 0 to 1.</param>
/// <param name="DecayMs">Time constant on the way to the sustain.</param>
/// <param name="Sustain">Where it stays while the note is held, 0 to 1.</param>
/// <param name="ReleaseMs">Time constant after the note's end.</param>
internal readonly record struct EnvelopeTimes(double AttackMs, double DecayMs, float Sustain, double ReleaseMs);

/// <summary>The level of one note over its life. It never jumps, and ends in exact silence.</summary>
internal struct Envelope
{
    // -80 dB: what a release heads below, so that it arrives.
    private const float Floor = 1e-4f;
    private const double FadeMs = 4;

    private float _attack;
    private float _decay;
    private float _release;
    private float _fade;
    private float _faded;
    private float _fadedFrom;
    private float _sustain;
    private Stage _stage;

    private enum Stage
    {
        Off,
        Attack,
        Decay,
        Release,
        Fade,
    }

    /// <summary>Gets the level of the last frame, 0 to 1. [audio-thread]</summary>
    public float Level { get; private set; }

    /// <summary>Gets whether the note has not ended. [audio-thread]</summary>
    public readonly bool IsOn => _stage != Stage.Off;

    /// <summary>Gets whether the note is held. [audio-thread]</summary>
    public readonly bool IsHeld => _stage is Stage.Attack or Stage.Decay;

    /// <summary>Gets whether the note makes way for another. [audio-thread]</summary>
    public readonly bool IsFading => _stage == Stage.Fade;

    /// <summary>Gets how much a decay keeps from one frame to the next. [any-thread]</summary>
    /// <param name="timeConstantMs">Above 0.</param>
    /// <param name="rate">In Hz.</param>
    public static float Keep(double timeConstantMs, int rate) => (float)Math.Exp(-1000 / (timeConstantMs * rate));

    /// <summary>Begins a note at level 0. [audio-thread]</summary>
    public void Start(in EnvelopeTimes times, int rate)
    {
        _attack = (float)(1000 / (times.AttackMs * rate));
        _decay = Keep(times.DecayMs, rate);
        _release = Keep(times.ReleaseMs, rate);
        _sustain = times.Sustain;
        (Level, _stage) = (0, Stage.Attack);
    }

    /// <summary>Lets the note go. [audio-thread]</summary>
    public void Release()
    {
        if (IsHeld)
            _stage = Stage.Release;
    }

    /// <summary>Ends the note within 4 ms. [audio-thread]</summary>
    public void Fade(int rate)
    {
        if (!IsOn || IsFading)
            return;
        (_fade, _faded, _fadedFrom) = ((float)(1000 / (FadeMs * rate)), 0, Level);
        _stage = Stage.Fade;
    }

    /// <summary>Falls silent at once. [audio-thread]</summary>
    public void Reset() => (Level, _stage) = (0, Stage.Off);

    /// <summary>Moves one frame on. [audio-thread]</summary>
    /// <returns>The level there.</returns>
    public float Next()
    {
        switch (_stage)
        {
            case Stage.Attack:
                Level += _attack;
                if (Level >= 1)
                    (Level, _stage) = (1, Stage.Decay);
                break;
            case Stage.Decay:
                Level = _sustain + (_decay * (Level - _sustain));
                if (_sustain == 0 && Level < Floor)
                    Reset();
                break;
            case Stage.Release:
                Level = (_release * (Level + Floor)) - Floor;
                if (Level <= 0)
                    Reset();
                break;
            case Stage.Fade:
                // Without a corner at either end.
                _faded += _fade;
                Level = _fadedFrom * (1 - (_faded * _faded * (3 - (2 * _faded))));
                if (_faded >= 1)
                    Reset();
                break;
        }
        return Level;
    }
}
