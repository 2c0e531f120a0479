namespace PluginHost.Plugins.Guard;

/// <summary>What came out of a small cut.</summary>
internal enum RingAnswer
{
    /// <summary>Wait.</summary>
    Pending,

    /// <summary>The tone gave way while it was cut, and no longer.</summary>
    Heeds,

    /// <summary>It went on as if it were not cut, so it is none of the loop.</summary>
    Unheeded,

    /// <summary>It did something else at that time: that says nothing.</summary>
    Unclear,
}

/// <summary>
/// One small cut of a tone for 0.17 s, and what the tone does at the microphone before, meanwhile, and afterwards. In a
/// loop near its limit a cut of d dB makes it fall by d dB more in every turn, and only for as long as it is cut; a tone
/// that is played takes no notice.
/// </summary>
internal sealed class RingTrial
{
    /// <summary>Hops for which it is cut.</summary>
    public const int CutHops = 16;

    /// <summary>Hops before the cut that count.</summary>
    public const int BeforeHops = 20;

    // A spectrum is 8 hops long, so that what changes shows 4 hops later; the loop takes one or two more.
    private const int MeanwhileHop = BeforeHops + 4;
    private const int MeanwhileHops = 15;
    private const int AfterHop = BeforeHops + CutHops + 6;
    private const int AfterHops = 15;
    private const int Hops = AfterHop + AfterHops;

    // The slowest and the quickest turn of a loop.
    private const float SlowTurnSeconds = 0.3f;
    private const float QuickTurnSeconds = 0.005f;
    private const float LeastDbPerSecond = 4;

    // Deviation from straight lines: what rises and falls by itself says nothing. It makes slopes uncertain by about 6 dB
    // a second for each dB of it.
    private const float MostBendDb = 1;
    private const float SlopeByBend = 40;
    private const float SlopeByDrift = 1;

    // What lies this far below a tone does not matter.
    private const float FaintDb = 20;

    private readonly float[] _levels = new float[Hops];
    private readonly float[] _others = new float[Hops];
    private readonly ToneSpectrum _spectrum;
    private int _count;

    /// <summary>Makes one. Allocates. [control-thread]</summary>
    /// <param name="spectrum">The microphone.</param>
    public RingTrial(ToneSpectrum spectrum) => _spectrum = spectrum;

    /// <summary>Gets a value indicating whether it goes on.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Gets a value indicating whether the tone is to be cut now.</summary>
    public bool IsCutting => IsRunning && _count < BeforeHops + CutHops;

    /// <summary>Gets the bin of the tone.</summary>
    public int Bin { get; private set; }

    /// <summary>Gives up.</summary>
    public void Stop() => IsRunning = false;

    /// <summary>Begins; the cut is to be made from now on. [audio-thread]</summary>
    /// <param name="bin">Where.</param>
    /// <param name="othersDb">Level of all else.</param>
    public void Start(int bin, float othersDb)
    {
        IsRunning = true;
        Bin = bin;
        for (_count = 0; _count < BeforeHops; _count++)
            _levels[_count] = GrowthLine.LevelDb(_spectrum.LevelsAgo(BeforeHops - 1 - _count), bin, 1);
        Array.Fill(_others, othersDb);
    }

    /// <summary>Listens; once a hop. [audio-thread]</summary>
    /// <param name="othersDb">Level of all else.</param>
    /// <param name="depthDb">How deep it is cut, dB, below 0.</param>
    /// <returns>The answer.</returns>
    public RingAnswer Listen(float othersDb, float depthDb)
    {
        _others[_count] = othersDb;
        _levels[_count++] = GrowthLine.LevelDb(_spectrum.LevelsAgo(0), Bin, 1);
        if (_count < Hops)
            return RingAnswer.Pending;
        IsRunning = false;
        return Judge(depthDb);
    }

    private RingAnswer Judge(float depthDb)
    {
        LevelLine before = Line(_levels, 0, BeforeHops);
        LevelLine meanwhile = Line(_levels, MeanwhileHop, MeanwhileHops);
        LevelLine after = Line(_levels, AfterHop, AfterHops);
        float fall = Math.Min(before.DbPerSecond, after.DbPerSecond) - meanwhile.DbPerSecond;
        float drift = Math.Abs(before.DbPerSecond - after.DbPerSecond);
        float bend = Math.Max(before.ErrorDb, Math.Max(meanwhile.ErrorDb, after.ErrorDb));
        if (bend > MostBendDb || fall > -depthDb / QuickTurnSeconds)
            return RingAnswer.Unclear;
        float least = Math.Max(LeastDbPerSecond, -depthDb / SlowTurnSeconds);
        if (fall > Math.Max(least, Math.Max(SlopeByBend * bend, SlopeByDrift * drift)))
            return FallsWithOthers(fall) ? RingAnswer.Unclear : RingAnswer.Heeds;
        return fall < least / 2 && SlopeByBend / 4 * bend < least ? RingAnswer.Unheeded : RingAnswer.Unclear;
    }

    // As when somebody moves a fader.
    private bool FallsWithOthers(float fall)
    {
        LevelLine meanwhile = Line(_others, MeanwhileHop, MeanwhileHops);
        LevelLine after = Line(_others, AfterHop, AfterHops);
        return Math.Abs(after.DbPerSecond - meanwhile.DbPerSecond - fall) < 0.4f * fall
            && _others[MeanwhileHop] > _levels[MeanwhileHop] - FaintDb;
    }

    private LevelLine Line(float[] levels, int first, int count) =>
        LevelLine.Through(levels.AsSpan(first, count), _spectrum.HopSeconds);
}
