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
    private const float FirstSeconds = 0.5f;
    private const float FadeSeconds = 0.003f;
    private const float RestartSeconds = 0.5f;
    private const float LookBackSeconds = 0.5f;

    // What the probe hears is the mean of some seconds: for so long it tells of the loop as it was before it was turned up.
    private const float StaleSeconds = 5;
    private const float MostGain = 4;

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
    private readonly LoopTape _tape;
    private readonly Whitener _whitener;
    private readonly PathPrior _prior;
    private readonly PathSolver _solver;
    private readonly ShapedFilter _filter;
    private readonly PathEvidence _evidence;
    private readonly LevelWatch _level;
    private readonly LoopProbe _probe;
    private readonly float[] _path;
    private readonly float[] _heard;
    private readonly float[] _sent;
    private readonly float[] _prediction;
    private int _in;
    private int _out;
    private int _wait;
    private int _work;
    private long _since;
    private long _restarted;
    private long _raised;
    private float _gain;
    private float _raise;
    private float _energy;
    private float _share;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    /// <param name="longestMs">The longest path one may ask for, ms.</param>
    public LoopCanceller(int sampleRate, float longestMs)
    {
        _shape = new LoopShape(sampleRate, longestMs);
        _tape = new LoopTape(_shape.Window + _shape.Taps + (2 * _shape.Cycle));
        _whitener = new Whitener(sampleRate, Step);
        _prior = new PathPrior(_shape);
        _solver = new PathSolver(_shape, _tape, _prior);
        _filter = new ShapedFilter(_shape);
        _evidence = new PathEvidence(_shape);
        _level = new LevelWatch(_shape);
        _probe = new LoopProbe(sampleRate);
        _path = new float[_shape.Taps];
        _heard = new float[Step];
        _sent = new float[Step];
        _prediction = new float[Step];
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
    public float Purity => IsEngaged ? _probe.PurityOf(_energy) * Math.Max(0, (_filter.Shares.Mean - ImpureShare) / (1 - ImpureShare)) : 0;

    /// <summary>Computes the share of the prediction that may be subtracted so that the level stays, 0.1 to 1.</summary>
    /// <param name="sustained">How much of what is heard are tones that last, 0 to 1. From others a path learns little of the player's.</param>
    public float ShareBearable(float sustained)
    {
        float tones = Math.Max(Math.Min(1, sustained / MuchSustained), _level.Loneness);
        return LevelLimit.ShareFor(_level.LossDb, _probe.GainOf(Raise), HasRung, tones);
    }

    /// <summary>Gets a value indicating whether all of every band is predicted, as of a loop that howls.</summary>
    public bool IsWhole => _filter.Shares.IsWhole;

    /// <summary>Gets or sets a value indicating whether the loop was seen to howl lately.</summary>
    public bool HasHowled { get; set; }

    /// <summary>Gets a value indicating whether it was seen to howl, or to be turned up, lately: it is no loop far below its limit.</summary>
    public bool HasRung => HasHowled || (_raise > 1 && _tape.Position - _raised < TurnedUpSeconds * _shape.SampleRate);

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

    /// <summary>Gets the gain that was won, dB: how much weaker what is unknown of the path is than the path.</summary>
    public float AddedGainDb => IsEngaged ? 10 * MathF.Log10((_energy + Rest) / Rest) : 0;

    /// <summary>Gets the estimated margin up to the limit of what is left of the loop, dB, at most 40.</summary>
    public float MarginDb => Math.Min(40, (-10 * MathF.Log10(_probe.InRoom(IsEngaged ? Rest : Math.Max(_energy, 1e-9f)))) - PeakDb);

    private float Raise => _tape.Position - _raised < StaleSeconds * _shape.SampleRate ? _raise : 1;

    // The uncertainty, and a little of the path that no estimate catches.
    private float Rest => _solver.Uncertainty + (0.01f * _energy) + 1e-9f;

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
            LearnAnew();
        IsEngaged = true;
        // Of a howl all is taken, whatever it takes with it.
        if (!_filter.Shares.IsWhole)
            _filter.Use(Active(_path), _gain);
    }

    /// <summary>Forgets the path, and that there was a loop.</summary>
    public void Forget()
    {
        LetGo();
        _probe.Forget();
    }

    // The path may be as it was; what was heard and sent before the pause is not what comes next.
    private void Resume()
    {
        _raised = long.MinValue / 2;
        Array.Clear(_prediction);
        _filter.Reset();
        _filter.Use(Active(_path), _gain);
        _evidence.Reset();
        _level.Reset();
    }

    private void LetGo()
    {
        IsEngaged = false;
        Array.Clear(_path);
        _energy = 0;
        _raised = long.MinValue / 2;
        _since = _tape.Position;
        _solver.Restart(_path, 1);
        _filter.Use(_path, 1);
        _evidence.Reset();
        _level.Reset();
    }

    public void Reset()
    {
        _tape.Reset();
        _whitener.Reset();
        _prior.Reset();
        _solver.Reset();
        _filter.Reset();
        _evidence.Reset();
        _level.Reset();
        _probe.Reset();
        Array.Clear(_path);
        Array.Clear(_prediction);
        IsEngaged = HasHowled = false;
        _in = _out = _work = 0;
        _since = long.MinValue;
        _restarted = _raised = long.MinValue / 2;
        _wait = (int)(FirstSeconds * _shape.SampleRate / Step);
        _energy = _share = 0;
        _gain = 1;
    }

    /// <summary>Subtracts the prediction, in place.</summary>
    /// <param name="microphone">Frames that do not go beyond the end of a step.</param>
    public void Cancel(Span<float> microphone)
    {
        microphone.CopyTo(_heard.AsSpan(_in));
        float target = IsEngaged && IsOn ? Strength : 0, pace = 1 / (FadeSeconds * _shape.SampleRate);
        if (target != 0 || _share != 0)
        {
            foreach (ref float sample in microphone)
            {
                _share += Math.Clamp(target - _share, -pace, pace);
                sample -= _share * _prediction[_in++];
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
        _tape.Write(_heard, _sent);
        if (!IsOn)
            return;
        _whitener.Listen(_heard);
        _probe.IsUsed = IsEngaged;
        _probe.Listen(_heard, _sent);
        _level.Listen(_heard, _prediction, _filter.Shares);
        _filter.Work();
        Fit();
        Learn();
        _filter.Predict(_sent, _prediction);
        _evidence.Send(_sent);
    }

    private void Fit()
    {
        if (_probe.Confirms(_energy))
            IsEngaged = true;
        else if (_probe.IsAbsent)
            IsEngaged = false;
        if (IsEngaged && !IsFrozen && _tape.Position - _restarted > RestartSeconds * _shape.SampleRate)
            TurnUp(_probe.Missing(_energy));
        if (!_evidence.Listen(_heard, _prediction, _filter.Shares, _whitener))
            return;
        if (_evidence.IsTurnedUp && (IsEngaged || !IsProbing || (_evidence.IsPlain && _probe.MayBeLoop)))
        {
            IsEngaged = true;
            if (_evidence.Step > 1)
            {
                _raise = Math.Min(MostGain, Raise * _evidence.Step);
                _raised = _tape.Position;
                TurnUp(_evidence.Step);
            }
        }
        else if (IsEngaged && _evidence.IsGone(_energy))
        {
            LetGo();
        }
    }

    // Until it is learned, what is known of its shape has to do.
    private void TurnUp(float step)
    {
        if (step <= 1)
            return;
        _gain = Math.Min(MostGain, _gain * step);
        _filter.Use(Active(_path), _gain);
        LearnAnew();
    }

    private void Learn()
    {
        Shorten();
        if (_wait > 0)
            _wait--;
        if (!_solver.IsBusy)
        {
            if (_wait > 0 || IsFrozen)
                return;
            // Who has another witness need not be fickle.
            _prior.IsFirm = IsEngaged || IsProbing;
            _solver.Start(_tape.Position, _since, _whitener);
            _wait = _shape.CycleSteps;
            _work = 0;
        }
        for (_work += _solver.MostUnits; _work > 0; _work -= _shape.CycleSteps)
        {
            if (_solver.Work())
            {
                Take();
                return;
            }
        }
    }

    private void Take()
    {
        _solver.Path.CopyTo(_path, 0);
        _energy = (float)Spans.Dot(_path, _path);
        _gain = 1;
        if (HasHowled)
        {
            _filter.Use(Active(_path), 1);
        }
        else
        {
            _filter.Shares.Choose(_probe.GainOf(Raise), HasRung);
            _filter.UseShares(Active(_path));
        }
        _evidence.Take(_path);
    }

    // What was learned before the loop changed is a guess now.
    private void LearnAnew()
    {
        if (_tape.Position - _restarted < RestartSeconds * _shape.SampleRate)
            return;
        _restarted = _tape.Position;
        _since = _tape.Position - (long)(LookBackSeconds * _shape.SampleRate);
        _solver.Restart(_path, _gain);
        _wait = _shape.CycleSteps / 4;
    }

    private void Shorten()
    {
        float blockMs = 1000f * _shape.Block / _shape.SampleRate;
        int partitions = (int)Math.Clamp(MathF.Ceiling((LengthMs / blockMs) - 0.01f), 1, _shape.Partitions);
        int gap = Math.Max(0, (int)(DelayMs * 0.001f * _shape.SampleRate) - Step);
        if (partitions == _solver.Partitions && gap == _prior.Gap)
            return;
        _solver.Partitions = partitions;
        _prior.Reach = partitions * _shape.Block;
        _prior.Gap = gap;
        Forget();
    }

    private ReadOnlySpan<float> Active(float[] path) => path.AsSpan(0, _solver.Partitions * _shape.Block);
}
