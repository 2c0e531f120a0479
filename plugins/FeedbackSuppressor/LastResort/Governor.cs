namespace PluginHost.Plugins.LastResort;

/// <summary>
/// Turns the output down by steps of 3 dB while one tone grows as only a loop makes it grow, and up again once that is
/// over: the last resort, for what neither canceller nor notches have caught yet.
/// </summary>
/// <remarks>
/// <para>Automatic gain control among the gain reduction methods: T. van Waterschoot and M. Moonen, "Fifty years of acoustic
/// feedback control: state of the art and future challenges", Proc. IEEE 99(2), 2011: howling is detected, and the gain
/// of the whole loop is reduced, then raised again.</para>
/// <para>A loop that others know of is ducked for a tone that holds half the energy and rises beyond what was there, or that
/// clips; in one that was only heard it has to rise by 50 dB a second; where howls were proven lately, for anything that
/// clips. Without such knowledge it takes a tone alone, without harmonics, that rises by 60 dB a second, straight in dB,
/// beyond all it ever was, or fills the whole scale at once, and ducks by <see cref="UnprovenDb"/> at most. The level as
/// such is no evidence: what is loud may be meant to be.</para>
/// <para>A known loop that had to be ducked deeply twice is not turned up any more to where it howls (<see cref="GainCeiling"/>).</para>
/// </remarks>
internal sealed class Governor
{
    /// <summary>The most it ducks without proof of a loop, in dB.</summary>
    public const float UnprovenDb = 6;

    private const float StepDb = 3;
    private const float ReleaseDbPerSecond = 8;
    private const float QuickDbPerSecond = 40;
    private const double HoldSeconds = 0.25;

    // One step in 5 ms: no click, and far slower than any cycle of a howl.
    private const double SlopeDbPerSecond = 600;
    private const int Cell = 16;
    private const int LeastAloneHops = 3;

    // In 50 ms: a loop that jumps beyond its limit grows faster than players swell.
    private const float JumpDb = 2.5f;

    private readonly GainCeiling _ceiling = new();
    private readonly float _cellStepDb;
    private float _targetDb;
    private float _holdSeconds;
    private float _gainDb;
    private float _from = 1;
    private float _to = 1;
    private int _aloneHops;
    private int _frame;

    /// <summary>Makes one that does nothing yet. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    public Governor(double sampleRate) => _cellStepDb = (float)(SlopeDbPerSecond * Cell / sampleRate);

    /// <summary>Gets or sets the most it ducks, in dB, 0 or more. [audio-thread]</summary>
    public float MostDb { get; set; } = 12;

    /// <summary>Gets the gain now, in dB, 0 or less. [audio-thread]</summary>
    public float GainDb => _gainDb;

    /// <summary>Turns up at once. [audio-thread]</summary>
    public void Reset()
    {
        _ceiling.Reset();
        _targetDb = _gainDb = _holdSeconds = 0;
        _from = _to = 1;
        _frame = _aloneHops = 0;
    }

    /// <summary>Decides; once a hop. Does not allocate. [audio-thread]</summary>
    /// <param name="levels">Of the loudest tone at the microphone.</param>
    /// <param name="evidence">What others know of a loop.</param>
    /// <param name="isClipping">Whether the hop was cut at full scale.</param>
    /// <param name="hopSeconds">Seconds a hop.</param>
    public void Judge(in LoopLevels levels, LoopEvidence evidence, bool isClipping, float hopSeconds)
    {
        _aloneHops = GrowsAlone(levels) ? _aloneHops + 1 : 0;
        bool isUnknown = evidence is LoopEvidence.None or LoopEvidence.Gone;
        float most = -(isUnknown ? Math.Min(MostDb, UnprovenDb) : MostDb);
        if (evidence == LoopEvidence.Gone)
            _ceiling.Reset();
        _ceiling.Pass(hopSeconds);
        bool ducks = evidence switch
        {
            LoopEvidence.Howl => isClipping || GrowsInLoop(levels),
            // A loop that is held may be sung into as loud as one likes.
            LoopEvidence.Loop => (isClipping && levels.ToneDb > levels.OthersDb) || GrowsInLoop(levels),
            LoopEvidence.Heard => (isClipping && levels.ToneDb > levels.OthersDb) || (GrowsInLoop(levels) && IsStraight(levels, JumpDb, 0.75f)),
            _ => _aloneHops >= LeastAloneHops || (isClipping && IsAlone(levels)),
        };
        if (ducks && _targetDb > most)
        {
            // One step at a time: the next one once this one is heard.
            if (_gainDb <= _targetDb)
                _targetDb = Math.Max(most, _targetDb - StepDb);
            _holdSeconds = (float)HoldSeconds;
            if (!isUnknown)
                _ceiling.Duck(_gainDb, _targetDb, most);
        }
        else if (!ducks && (_holdSeconds -= hopSeconds) <= 0)
        {
            _holdSeconds = 0;
            _ceiling.TurnUp();
            bool isGone = evidence == LoopEvidence.Gone;
            float highest = isUnknown ? 0 : Math.Max(_targetDb, _ceiling.Db);
            _targetDb = Math.Min(highest, _targetDb + ((isGone ? QuickDbPerSecond : ReleaseDbPerSecond) * hopSeconds));
        }
        _targetDb = Math.Max(_targetDb, -MostDb);
    }

    /// <summary>Applies the gain in place; at 0 dB the samples stay, bit for bit. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number of them.</param>
    public void Process(Span<float> samples)
    {
        for (int n = 0; n < samples.Length;)
        {
            if (_frame == 0)
                Approach();
            int frames = Math.Min(samples.Length - n, Cell - _frame);
            if (_from != 1 || _to != 1)
                Apply(samples.Slice(n, frames));
            n += frames;
            _frame = (_frame + frames) % Cell;
        }
    }

    private static bool GrowsInLoop(in LoopLevels levels) =>
        levels.ToneDb > -40 && levels.ToneDb > levels.OthersDb && levels.ExcessDb > 3 && IsStraight(levels, 1, 0.75f)
        && levels.IsSteady && !levels.IsPartial;

    private static bool GrowsAlone(in LoopLevels levels) =>
        levels.ToneDb > -30 && levels.ToneDb > levels.OthersDb + 10 && levels.ExcessDb > 6 && IsStraight(levels, 2.5f, 0.9f)
        && levels.IsSteady && !levels.IsPartial;

    // Cut at full scale it cannot grow any more, and has harmonics.
    private static bool IsAlone(in LoopLevels levels) =>
        levels.ToneDb > levels.OthersDb + 6 && levels.ExcessDb > 10 && levels.IsSteady;

    // The attack of a note flattens.
    private static bool IsStraight(in LoopLevels levels, float leastDb, float leastRatio) =>
        levels.EarlyDb > leastDb && levels.LateDb > Math.Max(leastDb, leastRatio * levels.EarlyDb);

    private void Approach()
    {
        _from = _to;
        if (_gainDb == _targetDb)
            return;
        _gainDb += Math.Clamp(_targetDb - _gainDb, -_cellStepDb, _cellStepDb);
        _to = _gainDb == 0 ? 1 : MathF.Pow(10, _gainDb / 20);
    }

    private void Apply(Span<float> samples)
    {
        float step = (_to - _from) / Cell;
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= _from + (step * (_frame + i + 1));
    }
}
