using PluginHost.Plugins.Guard;
using PluginHost.Plugins.LastResort;
using PluginHost.Plugins.Loop;

namespace PluginHost.Plugins;

/// <summary>One channel: canceller, guard, decorrelation, governor, and what is sent on goes back to the canceller.</summary>
internal sealed class SuppressorLane
{
    // Where a converter would cut.
    private const float FullScale = 0.99f;
    private const float ClippedShare = 0.02f;

    // Of long tones a path learns some that are the player's; so less of what it predicts is taken, and no more than it takes. One that is
    // that of the loop for sure may be taken whole. Nor is more taken than the level bears.
    private const float MostOfTones = 0.8f;
    private const float LeastOfTones = 0.3f;
    private readonly HowlCriteria _criteria;
    private readonly Decorrelator _decorrelator;
    private float _strength = 1;
    private float _caution = 1;
    private bool _mayTry = true;
    private bool _doubtsRings;
    private bool _hasNoLoop;
    private float _lastAlert;
    private int _lastHop;
    private int _clippedIn;
    private int _clippedOut;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="sampleRate">8000 to 192 000 Hz.</param>
    public SuppressorLane(int sampleRate)
    {
        Canceller = new LoopCanceller(sampleRate, FeedbackControls.LongestMs);
        Guard = new HowlGuard(sampleRate);
        Governor = new Governor(sampleRate);
        _criteria = new HowlCriteria(Guard.Spectrum, Guard.Tracker);
        _decorrelator = new Decorrelator(sampleRate);
    }

    public LoopCanceller Canceller { get; }

    public HowlGuard Guard { get; }

    public Governor Governor { get; }

    /// <summary>Takes over what the parameters ask for. [audio-thread]</summary>
    public void Follow(FeedbackControls controls)
    {
        Canceller.IsOn = controls.IsCancelling;
        Canceller.IsFrozen = controls.IsFrozen;
        Canceller.IsProbing = controls.IsProbing;
        _strength = controls.Strength;
        Canceller.Strength = _strength * _caution;
        Canceller.LengthMs = controls.LengthMs;
        Canceller.DelayMs = controls.DelayMs;
        Guard.Settings = Adapt(controls.Guard);
        Governor.MostDb = controls.GovernorDb;
        _decorrelator.Choose(controls.Decorrelation, controls.ShiftHz, controls.Depth);
    }

    /// <summary>Forgets the signal, the path and the notches. [audio-thread]</summary>
    public void Reset()
    {
        Canceller.Reset();
        Guard.Reset();
        Governor.Reset();
        _decorrelator.Reset();
        _caution = 1;
        _mayTry = true;
        _doubtsRings = _hasNoLoop = false;
        Canceller.Strength = _strength;
        _lastAlert = 0;
        _lastHop = Guard.Hops;
        _clippedIn = _clippedOut = 0;
    }

    /// <summary>The room is another: the path is unknown, notches go. [audio-thread]</summary>
    /// <param name="alsoLocked">Whether locked ones go, too.</param>
    public void Forget(bool alsoLocked)
    {
        Canceller.Forget();
        Guard.Forget(alsoLocked);
        _lastAlert = 0;
    }

    /// <summary>Runs in place. Does not allocate. [audio-thread]</summary>
    /// <param name="part">Finite samples that do not cross a multiple of the canceller's step, counted from the reset.</param>
    public void Process(Span<float> part)
    {
        // A howl that fills the scale of the microphone's converter may leave less than that once something is subtracted.
        _clippedIn += Clipped(part);
        Canceller.Cancel(part);
        Guard.Process(part);
        _clippedOut += Clipped(part);
        _decorrelator.Process(part);
        Governor.Process(part);
        Canceller.Probe(part);
        Canceller.Sent(part);
        // A hop is a multiple of the canceller's step, so it ends with a part; what is decided holds from the next one on.
        if (Guard.Hops != _lastHop)
            Judge();
    }

    private void Judge()
    {
        _lastHop = Guard.Hops;
        Canceller.HasHowled = Guard.IsAlert;
        float pure = Canceller.Purity, needed = Guard.IsAlert ? 1 : Canceller.ShareNeeded;
        float shareOfTones = Math.Clamp(float.Lerp(needed, 1, pure), LeastOfTones, float.Lerp(MostOfTones, 1, pure));
        _caution = Math.Min(1 - ((1 - shareOfTones) * Guard.Sustained), Canceller.ShareBearable(Guard.Sustained));
        Canceller.Strength = _strength * _caution;
        _mayTry = !Canceller.IsEngaged;
        _doubtsRings = Canceller.HearsNone;
        _hasNoLoop = Canceller.IsGone;
        Guard.Settings = Adapt(Guard.Settings);
        // It only ever rises when a howl is proven.
        if (Guard.Alert > _lastAlert)
            Canceller.ExpectLoop();
        _lastAlert = Guard.Alert;
        LoopEvidence evidence = _hasNoLoop ? LoopEvidence.Gone : Guard.IsAlert ? LoopEvidence.Howl
            : !Canceller.IsEngaged ? LoopEvidence.None : Canceller.HasRung ? LoopEvidence.Loop : LoopEvidence.Heard;
        bool isClipping = Math.Max(_clippedIn, _clippedOut) > ClippedShare * Guard.Spectrum.Hop;
        _clippedIn = _clippedOut = 0;
        LoopLevels levels = LoopLevels.Read(Guard.Spectrum, Guard.Tracker, _criteria);
        Governor.Judge(levels, evidence, isClipping, Guard.Spectrum.HopSeconds);
    }

    private GuardSettings Adapt(GuardSettings settings) => settings with
    {
        TriesRings = Canceller.IsOn && _mayTry,
        DoubtsRings = _doubtsRings,
        HasNoLoop = _hasNoLoop,
    };

    private static int Clipped(ReadOnlySpan<float> part)
    {
        int count = 0;
        foreach (float sample in part)
            count += MathF.Abs(sample) > FullScale ? 1 : 0;
        return count;
    }
}
