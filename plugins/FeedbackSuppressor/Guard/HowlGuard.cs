using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Plugins.Guard;

/// <summary>Finds howling tones and puts narrow notches on them; no latency.</summary>
/// <remarks>
/// A tone is suspected when it grows as only a loop makes it grow (<see cref="HowlCriteria"/>), and a shallow notch is put
/// on trial (<see cref="GuardTrial"/>): what gives way at the microphone was fed back, what does not was played. Once a
/// howl was proven the loop is known to be near its limit, and for some seconds less evidence will do for the next trial.
/// Where the analysis happens depends on the count of frames alone, so that the output does not depend on how the stream
/// is cut into blocks.
/// </remarks>
internal sealed class HowlGuard
{
    // Group delay of a short loop: a growth of 100 dB a second asks for 3 dB more.
    private const float LoopSeconds = 0.03f;

    private const float MostSample = 16;

    private readonly ToneSpectrum _spectrum;
    private readonly ToneTracker _tracker;
    private readonly HowlCriteria _criteria;
    private readonly NotchBank _bank;
    private readonly RingGuard _rings;
    private readonly Refusals _refusals = new();
    private readonly Wariness _wariness = new();
    private int _frame;
    private int _hop;
    private int _clips;
    private float _clipped;

    /// <summary>Makes a guard. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    public HowlGuard(double sampleRate)
    {
        _spectrum = new ToneSpectrum(sampleRate);
        _tracker = new ToneTracker(_spectrum);
        _criteria = new HowlCriteria(_spectrum, _tracker);
        _bank = new NotchBank(sampleRate);
        _rings = new RingGuard(sampleRate, _spectrum, _tracker);
    }

    /// <summary>Gets or sets the settings. [audio-thread]</summary>
    public GuardSettings Settings { get; set; } = new();

    /// <summary>Gets how much the guard expects howls, 0 to 1: 1 when one was just proven. [audio-thread]</summary>
    public float Alert => _wariness.Alert;

    /// <summary>Gets the notches in use, for meters; valid until the next call. [audio-thread]</summary>
    public ReadOnlySpan<NotchInfo> Notches => _bank.Describe(_hop, _spectrum.HopSeconds);

    /// <summary>Gets the share of the time in which tones last, 0 to 1; what the material is said to be goes before.
    /// [audio-thread]</summary>
    public float Sustained => _wariness.Sustained;

    /// <summary>Gets whether howls are expected. [audio-thread]</summary>
    public bool IsAlert => _wariness.IsAlert;

    /// <summary>Gets the hops analysed so far; only differences mean something. [audio-thread]</summary>
    public int Hops => _hop;

    /// <summary>Gets the spectrum of the microphone. [audio-thread]</summary>
    public ToneSpectrum Spectrum => _spectrum;

    /// <summary>Gets the tones in it. [audio-thread]</summary>
    public ToneTracker Tracker => _tracker;

    /// <summary>Forgets the signal and the notches. [audio-thread]</summary>
    public void Reset()
    {
        _spectrum.Reset();
        _tracker.Reset();
        _bank.Reset();
        _rings.Reset();
        _refusals.Reset();
        _wariness.Reset();
        _frame = _clips = 0;
        _clipped = 0;
    }

    /// <summary>Lets notches go without clicks, and expects no howl: the room is another. [audio-thread]</summary>
    /// <param name="alsoLocked">Whether locked ones go, too.</param>
    public void Forget(bool alsoLocked)
    {
        _bank.Withdraw(alsoLocked);
        _refusals.Reset();
        _wariness.Reset();
    }

    /// <summary>Lists the locked notches, for keeping. [audio-thread]</summary>
    /// <param name="notches">Room for <see cref="NotchBank.Capacity"/> of them.</param>
    /// <returns>How many there are.</returns>
    public int ReadLocked(Span<NotchInfo> notches) => _bank.ReadLocked(notches);

    /// <summary>Locks the notches that are proven. [audio-thread]</summary>
    public void LockProven()
    {
        foreach (Notch notch in _bank.All)
            notch.Locked |= notch.Proven && !notch.Leaving;
    }

    /// <summary>Puts notches back as they were saved, but for those that this rate does not reach. [audio-thread]</summary>
    /// <param name="notches">At most as many as are free.</param>
    public void Restore(ReadOnlySpan<NotchInfo> notches)
    {
        foreach (ref readonly NotchInfo notch in notches)
        {
            if (notch.FrequencyHz < _spectrum.Bins * _spectrum.BinHz)
                _bank.Restore(notch, _hop);
        }
    }

    /// <summary>Runs any number of frames in place. Does not allocate. [audio-thread]</summary>
    /// <param name="block">Samples; what is not a number becomes 0, what is beyond 16 is held there.</param>
    public void Process(Span<float> block)
    {
        Finite.Contain(block, MostSample);
        while (block.Length > 0)
        {
            int intoStep = _frame % NotchFilter.Step;
            Span<float> run = block[..Math.Min(NotchFilter.Step - intoStep, block.Length)];
            CountClips(run);
            _spectrum.Write(run);
            _bank.Process(run, intoStep == 0);
            _rings.Process(run, intoStep == 0);
            CountClips(run);
            block = block[run.Length..];
            _frame += run.Length;
            if (_frame == _spectrum.Hop)
            {
                _frame = 0;
                Analyse();
            }
        }
    }

    private bool Clips => _clipped > 0.3f;

    private void CountClips(ReadOnlySpan<float> run)
    {
        foreach (float x in run)
            _clips += Math.Abs(x) > 0.99f ? 1 : 0;
    }

    private void Analyse()
    {
        _hop++;
        _spectrum.Update();
        _tracker.Update();
        _wariness.Pass(_spectrum.HopSeconds);
        _clipped = (0.8f * _clipped) + (_clips > _spectrum.Hop / 100 ? 0.2f : 0);
        _clips = 0;
        GuardSettings settings = Settings;
        if (settings.HasNoLoop)
            _wariness.Calm();
        if (settings.Freeze)
            return;
        foreach (Notch notch in _bank.All)
        {
            if (notch.Used)
                Watch(notch, settings);
        }
        _bank.Limit(settings);
        float strictness = _wariness.Strictness(settings.Material, _tracker.Sustained, _spectrum.HopSeconds);
        foreach (ref readonly Tone tone in _tracker.Tones)
            Hear(tone, strictness, settings);
        ListenForRings(settings);
    }

    // Where howls are expected the notches see to what rings, and a notch on trial would speak for the small one.
    private void ListenForRings(in GuardSettings settings)
    {
        bool mayTry = settings.TriesRings && !IsAlert && _bank.Used == 0;
        if (_rings.Judge(_hop, mayTry, settings.DoubtsRings))
            _wariness.Rouse();
    }

    private void Watch(Notch notch, in GuardSettings settings)
    {
        int bin = (int)((notch.FrequencyHz / _spectrum.BinHz) + 0.5f);
        float level = GrowthLine.LevelDb(_spectrum.LevelsAgo(0), bin, 2);
        if (!notch.Leaving && !notch.Proven)
        {
            float slope = GrowthLine.Through(_spectrum, bin, 6).DbPerSecond;
            GuardVerdict verdict = notch.Judge(level, slope, _spectrum.OthersDb(bin, notch.WasClipped), IsAlert, Clips, settings, _hop);
            if (verdict == GuardVerdict.Proven)
                _wariness.Rouse();
            else if (notch.Leaving)
                Refuse(notch, level, verdict == GuardVerdict.Unheeded);
        }
        notch.EndProbe(level, _hop, (int)(3 / _spectrum.HopSeconds));
        notch.Release(settings, _hop, _spectrum.HopSeconds);
    }

    private void Refuse(Notch notch, float level, bool unheeded)
    {
        _wariness.Calm();
        int hops = (int)((unheeded ? 10 : 2) / _spectrum.HopSeconds);
        _refusals.Add(notch.FrequencyHz, level + (unheeded ? 24 : 6), notch.FirstGrowth, notch.WasClipped, _hop + hops);
    }

    private void Hear(in Tone tone, float strictness, in GuardSettings settings)
    {
        float hz = tone.Place * _spectrum.BinHz;
        bool overload = _clipped > 0.5f && _criteria.Overloads(tone);
        if (_bank.Near(hz) is { } near)
        {
            if (!near.Proven)
                return;
            // Where there is no loop any more, a tone that swells is the player's.
            if (overload || (!settings.HasNoLoop && _criteria.GrowthAgain(tone) > 0))
                near.Strengthen(hz, settings, _hop);
            else if (IsAlert && _criteria.Rings(tone, out float slope) && slope > -10)
                near.Probe(tone.LevelDb, settings, _hop);
            return;
        }
        float growth = _criteria.Growth(tone, strictness, IsAlert);
        bool suspect = growth > 0 || overload;
        if (!suspect && IsAlert && (tone.LevelDb > -48 || _bank.Used < settings.MaxNotches * 2 / 3))
            suspect = _criteria.Rings(tone, out growth);
        if (!suspect || _refusals.Holds(hz, tone.LevelDb, growth, overload, _hop))
            return;
        float depth = IsAlert ? -3 * Math.Clamp(1 + MathF.Round(growth * LoopSeconds / 3), 1, 4) : -3;
        float others = _spectrum.OthersDb(tone.Bin, Clips);
        _bank.Place(hz, depth, settings, _hop)?.Accuse(growth, tone.LevelDb, others, Clips, _hop);
    }
}
