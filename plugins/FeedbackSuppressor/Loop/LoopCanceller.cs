using PluginHost.Plugins.Probe;

namespace PluginHost.Plugins.Loop;

/// <summary>Subtracts what comes back from the loudspeaker, as far as it is known; no latency.</summary>
/// <remarks>
/// What was sent on is what the loudspeaker plays, so one stream serves as reference and output. The path is learned all
/// the time and used only once there is evidence of a loop: to an ear that hears one signal alone, a player with echoes
/// and long tones is the same as a loop far below its limit, and must not be touched. Evidence is a howl that the guard
/// has proven by a trial, a loop that was seen to be turned up (<see cref="PathEvidence"/>), or noise of our own that comes
/// back (<see cref="LoopProbe"/>).
/// </remarks>
internal sealed class LoopCanceller
{
    private const float FadeSeconds = 0.003f;

    // What the probe hears is the mean of some seconds: for so long it tells of the loop as it was before it was turned up.
    private const float StaleSeconds = 5;
    private const float MostRaise = 4;

    // That it was turned up at all counts for longer: it is no loop far below its limit.
    private const float TurnedUpSeconds = 30;

    // Of what is heard: where so much of it lasts, what tones leave in the path counts in full.
    private const float MuchSustained = 0.5f;

    // A path of which no more than that may be taken where the player's energy is has the player's tones, however strong it is.
    private const float ImpureShare = 0.5f;

    // Responses of rooms peak about this much over their mean: M. R. Schroeder, "Improvement of acoustic-feedback
    // stability by frequency shifting", JASA 36, 1964.
    private const float PeakDb = 10;

    private readonly LoopShape _shape;
    private readonly PathLearner _learner;
    private readonly KnownPath _path;
    private readonly PathEvidence _evidence;
    private readonly LevelWatch _level;
    private readonly LoopProbe _probe;
    private readonly float[] _heard;
    private readonly float[] _sent;
    private int _in;
    private int _out;
    private long _raised;
    private float _raise;
    private float _share;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    /// <param name="longestMs">The longest path one may ask for, ms.</param>
    public LoopCanceller(int sampleRate, float longestMs)
    {
        _shape = new LoopShape(sampleRate, longestMs);
        _learner = new PathLearner(_shape);
        _path = new KnownPath(_shape);
        _evidence = new PathEvidence(_shape);
        _level = new LevelWatch(_shape);
        _probe = new LoopProbe(sampleRate);
        _heard = new float[Step];
        _sent = new float[Step];
        Reset();
    }

    /// <summary>Gets the frames of the grid.</summary>
    public int Step => _shape.Step;

    /// <summary>Gets or sets a value indicating whether it may subtract; else it does nothing.</summary>
    public bool IsOn
    {
        get;
        set
        {
            // What it does not hear it does not know.
            if (!value && field)
                _probe.Forget();
            if (value && !field)
                Resume();
            field = value;
        }
    } = true;

    /// <summary>Gets or sets a value indicating whether it learns no more.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Gets or sets a value indicating whether noise of its own helps it to tell a loop.</summary>
    public bool IsProbing
    {
        get => _probe.IsOn;
        set => _probe.IsOn = value;
    }

    /// <summary>Gets the share of the prediction that is enough to calm the loop, 0 to 1; 1 when nothing is heard of it.</summary>
    public float ShareNeeded => _probe.ShareOf(Raise);

    /// <summary>Gets how sure it is that the path is that of the loop and has nothing of the player's tones, 0 to 1.</summary>
    public float Purity => IsEngaged ? _probe.PurityOf(_path.Energy) * Math.Max(0, (_path.Shares.Mean - ImpureShare) / (1 - ImpureShare)) : 0;

    /// <summary>Computes the share of the prediction that may be subtracted so that the level stays, 0.1 to 1.</summary>
    /// <param name="sustained">How much of what is heard are tones that last, 0 to 1. From others a path learns little of the player's.</param>
    public float ShareBearable(float sustained)
    {
        float tones = Math.Max(Math.Min(1, sustained / MuchSustained), _level.Loneness);
        return LevelLimit.ShareFor(_level.LossDb, _probe.GainOf(Raise), HasRung, tones);
    }

    /// <summary>Gets a value indicating whether all of every band is predicted, as of a loop that howls.</summary>
    public bool IsWhole => _path.Shares.IsWhole;

    /// <summary>Gets or sets a value indicating whether the loop was seen to howl lately.</summary>
    public bool HasHowled { get; set; }

    /// <summary>Gets a value indicating whether it was seen to howl, or to be turned up, lately: it is no loop far below its limit.</summary>
    public bool HasRung => HasHowled || (_raise > 1 && IsWithin(TurnedUpSeconds));

    /// <summary>Gets or sets the share of the prediction that is subtracted, 0 to 1.</summary>
    public float Strength { get; set; } = 1;

    /// <summary>Gets or sets the length of the path, ms; taken over at the next step.</summary>
    public float LengthMs { get; set; } = float.MaxValue;

    /// <summary>Gets or sets the least delay of the loop, ms; 0 when it is not known.</summary>
    public float DelayMs { get; set; }

    /// <summary>Gets a value indicating whether there is evidence of a loop, so that it subtracts.</summary>
    public bool IsEngaged { get; private set; }

    /// <summary>Gets a value indicating whether a loop that was there would be heard, and is not, and did not howl when it was let go.</summary>
    public bool IsGone => _probe.IsGone;

    /// <summary>Gets a value indicating whether nothing is heard of a loop, though one at its limit would be unless it is dull in the band.</summary>
    public bool HearsNone => _probe.HearsNone;

    /// <summary>Gets the gain that was won, dB: how much weaker what is unknown of the path is than the path.</summary>
    public float AddedGainDb => IsEngaged ? 10 * MathF.Log10((_path.Energy + Rest) / Rest) : 0;

    /// <summary>Gets the estimated margin up to the limit of what is left of the loop, dB, at most 40.</summary>
    public float MarginDb => Math.Min(40, (-10 * MathF.Log10(_probe.InRoom(IsEngaged ? Rest : Math.Max(_path.Energy, 1e-9f)))) - PeakDb);

    private float Raise => IsWithin(StaleSeconds) ? _raise : 1;

    // The uncertainty, and a little of the path that no estimate catches.
    private float Rest => _learner.Uncertainty + (0.01f * _path.Energy) + 1e-9f;

    /// <summary>Heeds that a howl was proven.</summary>
    public void ExpectLoop()
    {
        if (!IsOn)
            return;
        // What the probe knew is true no more: the microphone stands elsewhere.
        if (_probe.IsAbsent)
            _probe.Expect();
        // A howl against which nothing was done says nothing against what was learned.
        if (IsEngaged)
            _learner.LearnAnew(_path.Taps, _path.Gain);
        IsEngaged = true;
        // Of a howl all is taken, whatever it takes with it.
        if (!IsWhole)
            _path.UseWhole();
    }

    /// <summary>Forgets the path, and that there was a loop.</summary>
    public void Forget()
    {
        LetGo();
        _probe.Forget();
    }

    // What was heard and sent before the pause is not what comes next.
    private void Resume()
    {
        _raised = long.MinValue / 2;
        _path.Resume();
        _evidence.Reset();
        _level.Reset();
    }

    private void LetGo()
    {
        IsEngaged = false;
        _raised = long.MinValue / 2;
        _path.Forget();
        _learner.Forget(_path.Taps);
        _evidence.Reset();
        _level.Reset();
    }

    public void Reset()
    {
        _learner.Reset();
        _path.Reset();
        _evidence.Reset();
        _level.Reset();
        _probe.Reset();
        IsEngaged = HasHowled = false;
        _in = _out = 0;
        _raised = long.MinValue / 2;
        _share = 0;
    }

    /// <summary>Subtracts the prediction, in place.</summary>
    /// <param name="microphone">Frames that do not go beyond the end of a step.</param>
    public void Cancel(Span<float> microphone)
    {
        microphone.CopyTo(_heard.AsSpan(_in));
        ReadOnlySpan<float> prediction = _path.Prediction;
        float target = IsEngaged && IsOn ? Strength : 0, pace = 1 / (FadeSeconds * _shape.SampleRate);
        if (target != 0 || _share != 0)
        {
            foreach (ref float sample in microphone)
            {
                _share += Math.Clamp(target - _share, -pace, pace);
                sample -= _share * prediction[_in++];
            }
        }
        else
        {
            _in += microphone.Length;
        }
    }

    /// <summary>Adds noise of its own to what is sent on, far below it.</summary>
    /// <param name="output">The same frames, when all else is done to them.</param>
    public void Probe(Span<float> output)
    {
        if (IsOn)
            _probe.Add(output, _out);
    }

    /// <summary>Takes in what was made of these frames; at the end of a step it learns and predicts.</summary>
    /// <param name="output">The same frames, as they were sent on.</param>
    public void Sent(ReadOnlySpan<float> output)
    {
        // A converter cuts here, and so the loudspeaker plays.
        foreach (float sample in output)
            _sent[_out++] = Math.Clamp(sample, -1, 1);
        if (_out < Step)
            return;
        _in = _out = 0;
        _learner.Keep(_heard, _sent);
        if (!IsOn)
            return;
        _learner.Whitener.Listen(_heard);
        _probe.IsUsed = IsEngaged;
        _probe.Listen(_heard, _sent);
        _level.Listen(_heard, _path.Prediction, _path.Shares);
        _path.Work();
        Fit();
        Learn();
        _path.Predict(_sent);
        _evidence.Send(_sent);
    }

    private void Fit()
    {
        if (_probe.Confirms(_path.Energy))
            IsEngaged = true;
        else if (_probe.IsAbsent)
            IsEngaged = false;
        if (IsEngaged && !IsFrozen && _learner.IsSettled)
            TurnUp(_probe.Missing(_path.Energy));
        if (!_evidence.Listen(_heard, _path.Prediction, _path.Shares, _learner.Whitener))
            return;
        if (_evidence.IsTurnedUp && (IsEngaged || !IsProbing || (_evidence.IsPlain && _probe.MayBeLoop)))
        {
            IsEngaged = true;
            if (_evidence.Step > 1)
            {
                _raise = Math.Min(MostRaise, Raise * _evidence.Step);
                _raised = _learner.Position;
                TurnUp(_evidence.Step);
            }
        }
        else if (IsEngaged && _evidence.IsGone(_path.Energy))
        {
            LetGo();
        }
    }

    private void TurnUp(float step)
    {
        if (step <= 1)
            return;
        _path.TurnUp(step);
        _learner.LearnAnew(_path.Taps, _path.Gain);
    }

    private void Learn()
    {
        if (_learner.Adapt(LengthMs, DelayMs))
            Forget();
        // Who has another witness need not be fickle.
        if (!_learner.Learn(IsFrozen, isFirm: IsEngaged || IsProbing))
            return;
        _path.Take(_learner.Path, _probe.GainOf(Raise), HasRung, isWhole: HasHowled);
        _evidence.Take(_path.Taps);
    }

    private bool IsWithin(float seconds) => _learner.Position - _raised < seconds * _shape.SampleRate;
}
