namespace PluginHost.Plugins.Guard;

/// <summary>A deeper cut on trial: whether a tone that just stands at a proven notch is still fed back.</summary>
internal struct NotchProbe
{
    private const int Hops = 14;
    private const float GivesWayDb = 2;

    private bool _isRunning;
    private float _levelDb;
    private int _hop;

    /// <summary>Forgets it.</summary>
    public void Reset() => _isRunning = false;

    /// <summary>Waits for a hop before the first one.</summary>
    public void WaitFor(int hop) => _hop = hop;

    /// <summary>Says whether one may begin.</summary>
    public readonly bool MayBegin(int hop) => !_isRunning && hop >= _hop;

    /// <summary>Begins one; the cut was just made.</summary>
    /// <param name="levelDb">Level of the tone at the microphone.</param>
    /// <param name="hop">Now.</param>
    public void Begin(float levelDb, int hop) => (_isRunning, _levelDb, _hop) = (true, levelDb, hop);

    /// <summary>Ends one that ran for long enough.</summary>
    /// <param name="levelDb">Level of the tone now.</param>
    /// <param name="hop">Now.</param>
    /// <param name="pauseHops">Until the next one when it was in vain.</param>
    /// <returns>Whether the tone gave way; null while there is nothing to say.</returns>
    public bool? End(float levelDb, int hop, int pauseHops)
    {
        if (!_isRunning || hop - _hop < Hops)
            return null;
        _isRunning = false;
        bool gaveWay = levelDb < _levelDb - GivesWayDb;
        _hop = gaveWay ? hop : hop + pauseHops;
        return gaveWay;
    }
}
