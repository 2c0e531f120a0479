namespace PluginHost.Plugins.Guard;

/// <summary>What a notch that was placed on suspicion should do.</summary>
internal enum GuardVerdict
{
    /// <summary>Wait.</summary>
    Pending,

    /// <summary>Stay: the tone gives way.</summary>
    Proven,

    /// <summary>Cut deeper: the tone heeds the notch, but not enough yet.</summary>
    Deepen,

    /// <summary>Go: it cannot be told from something that happened by itself.</summary>
    Withdraw,

    /// <summary>Go: the tone went on as if there were no notch, so it is none of the loop.</summary>
    Unheeded,
}

/// <summary>
/// Tells a fed back tone from a played one by what it does at the microphone once it is cut at the loudspeaker. In a loop
/// of delay t and gain g dB the level grows by g / t dB a second, so a cut of 3 dB lowers the slope by 3 / t: by 12 dB a
/// second or more for any room (t below 250 ms). A played tone goes on as before.
/// </summary>
internal struct GuardTrial
{
    // From here on a loop overloads, and its level says nothing about its growth.
    private const float LoudDb = -12;

    // What lies so far below a clipped tone comes of the clipping.
    private const float ByProductsDb = 20;

    private int _startHop;
    private float _growth;
    private float _peakDb;
    private float _othersDb;
    private int _falling;

    /// <summary>Gets whether the tone was cut at full scale when it was accused: then its harmonics are its own.</summary>
    public bool IsClipped { get; private set; }

    /// <summary>Begins, or begins anew after a deeper cut.</summary>
    /// <param name="growth">How the tone grows so far, dB a second.</param>
    /// <param name="levelDb">Its level at the microphone.</param>
    /// <param name="othersDb">Level of all others.</param>
    /// <param name="clips">Whether the microphone is cut at full scale.</param>
    /// <param name="hop">Now.</param>
    public void Start(float growth, float levelDb, float othersDb, bool clips, int hop)
    {
        IsClipped = clips;
        FirstGrowth = growth;
        _growth = growth;
        _peakDb = levelDb;
        _othersDb = othersDb;
        _startHop = hop;
        _falling = 0;
    }

    /// <summary>Gets the growth at the start.</summary>
    public float FirstGrowth { get; private set; }

    /// <summary>Judges; once every hop of 11 ms.</summary>
    /// <param name="levelDb">Level of the tone at the microphone.</param>
    /// <param name="slope">Its slope over the last six hops, dB a second.</param>
    /// <param name="othersDb">Level of all others.</param>
    /// <param name="depthDb">Depth of the notch.</param>
    /// <param name="alert">Whether other howls were proven lately.</param>
    /// <param name="clips">Whether the microphone is cut at full scale.</param>
    /// <param name="hop">Now.</param>
    /// <returns>What to do.</returns>
    public GuardVerdict Judge(float levelDb, float slope, float othersDb, float depthDb, bool alert, bool clips, int hop)
    {
        int since = hop - _startHop;
        _peakDb = Math.Max(_peakDb, levelDb);
        float drop = _peakDb - levelDb;
        // When all goes down, as at the end of a note, that proves nothing.
        float othersDrop = IsClipped && _othersDb < _peakDb - ByProductsDb ? 0 : _othersDb - othersDb;
        if (since >= 4 && drop > 6)
            return !alert && othersDrop > drop / 2 ? GuardVerdict.Withdraw : GuardVerdict.Proven;
        bool falls = since >= 9 && drop > 2 && slope < Math.Min(0, _growth) - 12;
        _falling = falls ? _falling + 1 : 0;
        if (_falling > (alert ? 0 : 5) && othersDrop < Math.Max(5, drop))
            return GuardVerdict.Proven;
        // The spectrum is 8 hops long: only now does all of it lie behind the notch.
        if (since < 10)
            return GuardVerdict.Pending;
        float effect = _growth - slope;
        bool heeds = effect > Math.Max(6, 0.25f * Math.Abs(_growth)) && slope > -12;
        // A loud one is not waited for, if it does no more what it did before the first cut.
        bool urgent = levelDb > LoudDb && (alert || clips || FirstGrowth - slope > Math.Max(6, 0.25f * FirstGrowth));
        if ((heeds && depthDb > (alert ? -12 : -6)) || (urgent && depthDb > -18))
        {
            _growth = slope;
            _startHop = hop;
            return GuardVerdict.Deepen;
        }
        if (!alert && since >= 12 && depthDb >= -3 && effect < Math.Max(3, 0.15f * _growth))
            return GuardVerdict.Unheeded;
        if (since >= 20 && levelDb > LoudDb)
            return GuardVerdict.Unheeded;
        return since < (slope < -3 ? 40 : 20) ? GuardVerdict.Pending : GuardVerdict.Withdraw;
    }
}
