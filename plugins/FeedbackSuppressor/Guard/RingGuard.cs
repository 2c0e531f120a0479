namespace PluginHost.Plugins.Guard;

/// <summary>Proves a loop that does not howl yet but rings: a tone that stands or decays slowly, as those of bells,
/// strings and pipes do, too.</summary>
/// <remarks>
/// One such tone at a time is put on small trials (<see cref="RingTrial"/>), which may cost next to nothing
/// (<see cref="TrialBudget"/>). It must heed several of them at irregular distances, as a beat or a tremolo of a played
/// tone may look like an answer once, and more of them where a loop would be heard otherwise and is not.
/// </remarks>
internal sealed class RingGuard
{
    private const float DeepestDb = -2.5f;
    private const float ShallowestDb = -0.25f;
    private const float RefuseSeconds = 10;
    private const float PauseSeconds = 0.3f;
    private const float WidthHz = 30;

    // Bins.
    private const float MostWander = 0.03f;

    // An answer must stand out of what the tone does by itself.
    private const float MostDbPerSecond = 60;
    private const float MostBendDb = 0.45f;
    private const float BendByDepth = 0.4f;

    // Two answers within ten seconds, of one tone or of two.
    private const float Proof = 1.6f;

    // Three where another witness says nothing that would say something of most loops.
    private const float DoubtedProof = 2.4f;
    private const float EvidenceSeconds = 20;
    private const int MostUnclear = 3;
    private static readonly int[] Waits = [6, 12, 8, 15];

    private readonly ToneSpectrum _spectrum;
    private readonly ToneTracker _tracker;
    private readonly RingTrial _trial;
    private readonly NotchFilter _cut;
    private readonly TrialBudget _budget;
    private readonly Refusals _refusals = new();
    private float _hz;
    private float _depthDb;
    private float _evidence;
    private int _unclear;
    private int _waitUntil;
    private int _turn;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="spectrum">The microphone.</param>
    /// <param name="tracker">Its tones.</param>
    public RingGuard(double sampleRate, ToneSpectrum spectrum, ToneTracker tracker)
    {
        _spectrum = spectrum;
        _tracker = tracker;
        _trial = new RingTrial(spectrum);
        _cut = new NotchFilter(sampleRate);
        _budget = new TrialBudget(sampleRate);
    }

    /// <summary>Forgets all. [audio-thread]</summary>
    public void Reset()
    {
        _cut.Reset();
        _budget.Reset();
        _refusals.Reset();
        Stop();
        _waitUntil = _turn = 0;
        _evidence = 0;
    }

    /// <summary>Ends what goes on. [audio-thread]</summary>
    public void Stop()
    {
        _trial.Stop();
        _cut.TargetDb = 0;
        _unclear = 0;
        _hz = 0;
    }

    /// <summary>Filters in place, up to a step. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Up to <see cref="NotchFilter.Step"/> samples.</param>
    /// <param name="first">Whether a step begins.</param>
    public void Process(Span<float> samples, bool first)
    {
        // Where a step begins, whatever the parts are.
        if (first && _budget.IsOverdrawn)
            _cut.TargetDb = 0;
        foreach (float sample in samples)
            _budget.Hear(sample);
        if (_cut.Idle)
            return;
        Span<float> before = stackalloc float[NotchFilter.Step];
        samples.CopyTo(before);
        _cut.Process(samples, first);
        for (int i = 0; i < samples.Length; i++)
            _budget.Spend(samples[i] - before[i]);
    }

    /// <summary>Listens, and begins and ends trials; once a hop. Does not allocate. [audio-thread]</summary>
    /// <param name="hop">Now.</param>
    /// <param name="mayTry">Whether trials may go on.</param>
    /// <param name="doubts">Whether another witness hears no loop.</param>
    /// <returns>Whether a loop was proven.</returns>
    public bool Judge(int hop, bool mayTry, bool doubts)
    {
        _budget.Pass(_spectrum.HopSeconds);
        _evidence *= 1 - (_spectrum.HopSeconds / EvidenceSeconds);
        if (!mayTry)
        {
            Stop();
            return false;
        }
        if (_trial.IsRunning)
            return Listen(hop, doubts ? DoubtedProof : Proof);
        if (hop >= _waitUntil && _cut.Idle && Suspect(hop) is { } tone)
            Begin(tone);
        return false;
    }

    private bool Listen(int hop, float proof)
    {
        RingAnswer answer = _trial.Listen(_spectrum.OthersDb(_trial.Bin, false), _depthDb);
        if (!_trial.IsCutting)
            _cut.TargetDb = 0;
        if (answer == RingAnswer.Pending)
            return false;
        _waitUntil = hop + Waits[_turn++ % Waits.Length];
        _evidence += answer == RingAnswer.Heeds ? 1 : 0;
        _unclear += answer == RingAnswer.Unclear ? 1 : 0;
        if (_evidence > proof)
        {
            Stop();
            _evidence = 0;
            return true;
        }
        if (answer == RingAnswer.Unheeded)
            _evidence *= 0.5f;
        if (answer == RingAnswer.Unheeded || _unclear >= MostUnclear)
            Refuse(hop, answer == RingAnswer.Unheeded ? RefuseSeconds : 1);
        return false;
    }

    private void Refuse(int hop, float seconds)
    {
        _refusals.Add(_hz, 100, 1000, false, hop + (int)(seconds / _spectrum.HopSeconds));
        Stop();
        _waitUntil = hop + (int)(PauseSeconds / _spectrum.HopSeconds);
    }

    private void Begin(in Tone tone)
    {
        _depthDb = DepthDb(tone);
        _hz = tone.Place * _spectrum.BinHz;
        _cut.Reset();
        _cut.Tune(_hz, Math.Clamp(MathF.Log2(1 + (WidthHz / _hz)), NotchBank.MinWidthOctaves, 0.3f));
        _cut.TargetDb = _depthDb;
        _trial.Start(tone.Bin, _spectrum.OthersDb(tone.Bin, false));
    }

    // The one that has stood for longest; the one on trial before all.
    private Tone? Suspect(int hop)
    {
        Tone? best = null;
        int oldest = 0;
        foreach (ref readonly Tone tone in _tracker.Tones)
        {
            if (tone.Age <= oldest || !Stands(tone, hop))
                continue;
            best = tone;
            oldest = Math.Abs((tone.Place * _spectrum.BinHz) - _hz) < 0.5f * _spectrum.BinHz ? int.MaxValue : tone.Age;
        }
        return best;
    }

    private bool Stands(in Tone tone, int hop)
    {
        float hz = tone.Place * _spectrum.BinHz;
        if (tone.Age < 32 || tone.SalienceDb < 15 || tone.Wander > MostWander || _refusals.Holds(hz, tone.LevelDb, 0, false, hop))
            return false;
        float depth = DepthDb(tone);
        GrowthLine line = GrowthLine.Through(_spectrum, tone.Bin, RingTrial.BeforeHops);
        return depth < ShallowestDb && line.ErrorDb < Math.Min(MostBendDb, BendByDepth * -depth)
            && Math.Abs(line.DbPerSecond) < MostDbPerSecond;
    }

    private float DepthDb(in Tone tone) =>
        Math.Max(DeepestDb, _budget.DepthDb(tone.LevelDb, RingTrial.CutHops * _spectrum.HopSeconds));
}
