namespace PluginHost.Plugins.Guard;

/// <summary>One notch: on trial, proven, locked, or leaving.</summary>
internal sealed class Notch
{
    private const float StepDb = 3;

    // Where there is no loop any more, nothing speaks for a notch.
    private const float QuickReleaseMs = 500;
    private const float QuickDbPerSecond = 12;

    private GuardTrial _trial;
    private NotchProbe _probe;
    private NotchBand _band;
    private int _placedHop;
    private int _changedHop;

    /// <summary>Makes a free one. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    public Notch(double sampleRate) => Filter = new NotchFilter(sampleRate);

    /// <summary>Gets the filter.</summary>
    public NotchFilter Filter { get; }

    /// <summary>Gets a value indicating whether it is in use.</summary>
    public bool Used { get; private set; }

    /// <summary>Gets a value indicating whether its tone was seen to decay because of it.</summary>
    public bool Proven { get; private set; }

    /// <summary>Gets a value indicating whether it was taken back and is on its way to 0 dB.</summary>
    public bool Leaving { get; private set; }

    /// <summary>Gets or sets a value indicating whether it stays.</summary>
    public bool Locked { get; set; }

    /// <summary>Gets its centre.</summary>
    public float FrequencyHz => _band.FrequencyHz;

    /// <summary>Gets its width, octaves.</summary>
    public float WidthOctaves => _band.WidthOctaves;

    /// <summary>Gets the hop of the last sign of a howl.</summary>
    public int SignHop { get; private set; }

    /// <summary>Gets how the tone grew when the notch was placed, dB a second.</summary>
    public float FirstGrowth => _trial.FirstGrowth;

    /// <summary>Gets whether the tone was cut at full scale then.</summary>
    public bool WasClipped => _trial.IsClipped;

    /// <summary>Describes it. [audio-thread]</summary>
    /// <param name="hop">Now.</param>
    /// <param name="hopSeconds">Seconds a hop.</param>
    /// <returns>For meters.</returns>
    public NotchInfo Info(int hop, float hopSeconds) =>
        new(FrequencyHz, Filter.DepthDb, WidthOctaves, (hop - _placedHop) * hopSeconds, Proven, Locked);

    /// <summary>Describes what it is on its way to. [audio-thread]</summary>
    /// <returns>For keeping; the age is 0.</returns>
    public NotchInfo Kept() => new(FrequencyHz, Filter.TargetDb, WidthOctaves, 0, Proven, Locked);

    /// <summary>Frees it at once. [audio-thread]</summary>
    public void Reset()
    {
        Filter.Reset();
        _probe.Reset();
        Used = Proven = Locked = Leaving = false;
    }

    /// <summary>Puts a free one in place, on trial. [audio-thread]</summary>
    /// <param name="frequencyHz">Centre.</param>
    /// <param name="widthOctaves">Width at half the depth.</param>
    /// <param name="depthDb">Depth.</param>
    /// <param name="hop">Now.</param>
    public void Place(float frequencyHz, float widthOctaves, float depthDb, int hop)
    {
        Reset();
        Used = true;
        _band = new NotchBand(frequencyHz, widthOctaves);
        _placedHop = _changedHop = SignHop = hop;
        _probe.WaitFor(hop);
        Filter.Tune(frequencyHz, widthOctaves);
        Filter.TargetDb = depthDb;
    }

    /// <summary>Puts it in place for good, as it was saved. [audio-thread]</summary>
    /// <param name="info">What it was.</param>
    /// <param name="hop">Now.</param>
    public void Restore(in NotchInfo info, int hop)
    {
        Place(info.FrequencyHz, info.WidthOctaves, info.DepthDb, hop);
        Proven = true;
        Locked = info.Locked;
    }

    /// <summary>Begins the trial of the notch just placed. [audio-thread]</summary>
    /// <param name="growth">How the tone grows, dB a second.</param>
    /// <param name="levelDb">Its level.</param>
    /// <param name="othersDb">Level of all others.</param>
    /// <param name="clips">Whether the microphone is cut at full scale.</param>
    /// <param name="hop">Now.</param>
    public void Accuse(float growth, float levelDb, float othersDb, bool clips, int hop) =>
        _trial.Start(growth, levelDb, othersDb, clips, hop);

    /// <summary>Goes on with the trial. [audio-thread]</summary>
    /// <returns>The verdict, already carried out.</returns>
    public GuardVerdict Judge(
        float levelDb, float slope, float othersDb, bool alert, bool clips, in GuardSettings settings, int hop)
    {
        GuardVerdict verdict = _trial.Judge(levelDb, slope, othersDb, Filter.TargetDb, alert, clips, hop);
        switch (verdict)
        {
            case GuardVerdict.Proven:
                Proven = true;
                Locked |= settings.Learn;
                _changedHop = SignHop = hop;
                break;
            case GuardVerdict.Deepen:
                Deepen(settings, hop);
                break;
            case GuardVerdict.Withdraw or GuardVerdict.Unheeded:
                Withdraw();
                break;
        }
        return verdict;
    }

    /// <summary>Takes it back. [audio-thread]</summary>
    public void Withdraw()
    {
        Leaving = true;
        Locked = false;
        Filter.TargetDb = 0;
    }

    /// <summary>Answers a howl within its reach: deeper, and wider where it is off the centre or depth is spent.
    /// [audio-thread]</summary>
    public void Strengthen(float frequencyHz, in GuardSettings settings, int hop)
    {
        SignHop = hop;
        if (hop - _changedHop < 8)
            return;
        if (Filter.TargetDb <= settings.MaxDepthDb)
            _band = _band with { WidthOctaves = Math.Min(Widest(settings), WidthOctaves * 1.4f) };
        Deepen(settings, hop);
        Cover(frequencyHz, 0.4f * WidthOctaves, settings);
    }

    /// <summary>Tries whether a tone that just stands there gives way to a deeper cut. [audio-thread]</summary>
    public void Probe(float levelDb, in GuardSettings settings, int hop)
    {
        if (!_probe.MayBegin(hop) || hop - _changedHop < 12 || Filter.TargetDb - StepDb < settings.MaxDepthDb)
            return;
        _probe.Begin(levelDb, hop);
        Deepen(settings, hop);
    }

    /// <summary>Ends such a trial: back if the tone took no notice, and no other one soon. [audio-thread]</summary>
    public void EndProbe(float levelDb, int hop, int pauseHops)
    {
        if (_probe.End(levelDb, hop, pauseHops) is not { } gaveWay)
            return;
        if (gaveWay)
            SignHop = hop;
        else
            Filter.TargetDb = Math.Min(-StepDb, Filter.TargetDb + StepDb);
    }

    /// <summary>Computes how wide it would be if it reached to another band too. [audio-thread]</summary>
    public float WidthWith(float frequencyHz, float widthOctaves) => _band.With(new(frequencyHz, widthOctaves)).WidthOctaves;

    /// <summary>Widens it, as far as may be, to reach to another band too. [audio-thread]</summary>
    public void Cover(float frequencyHz, float widthOctaves, in GuardSettings settings)
    {
        float widest = Widest(settings);
        NotchBand both = _band.With(new(frequencyHz, widthOctaves));
        _band = both with { WidthOctaves = Math.Min(widest, both.WidthOctaves) };
        Filter.Tune(FrequencyHz, WidthOctaves);
    }

    /// <summary>Takes over what another one does, and frees it. [audio-thread]</summary>
    public void Merge(Notch other, in GuardSettings settings)
    {
        Filter.TargetDb = Math.Min(Filter.TargetDb, other.Filter.TargetDb);
        SignHop = Math.Max(SignHop, other.SignHop);
        Locked |= other.Locked;
        Cover(other.FrequencyHz, other.WidthOctaves, settings);
        other.Reset();
    }

    /// <summary>Lets it up, slowly when there was no sign for long, quickly when there is no loop any more, and frees it when it is up.
    /// [audio-thread]</summary>
    public void Release(in GuardSettings settings, int hop, float hopSeconds)
    {
        bool isQuick = settings.HasNoLoop && Proven;
        float afterMs = isQuick ? Math.Min(QuickReleaseMs, settings.ReleaseMs) : settings.ReleaseMs;
        if (!Leaving && !Locked && (hop - SignHop) * hopSeconds * 1000 >= afterMs)
            Filter.TargetDb = Math.Min(0, Filter.TargetDb + (hopSeconds * (isQuick ? QuickDbPerSecond : 1)));
        if (Filter.Idle)
            Reset();
    }

    private float Widest(in GuardSettings settings) => Math.Max(WidthOctaves, settings.MaxWidthOctaves);

    private void Deepen(in GuardSettings settings, int hop)
    {
        _changedHop = hop;
        Filter.TargetDb = Math.Min(Filter.TargetDb, Math.Max(settings.MaxDepthDb, Filter.TargetDb - StepDb));
    }
}
