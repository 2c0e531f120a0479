namespace PluginHost.Plugins.LastResort;

/// <summary>How far a loop that was ducked is turned up again: not up to where it howls, if it did so twice in a row.</summary>
internal sealed class GainCeiling
{
    // A duck as deep as that was against something that went on growing through two steps.
    private const float DeepDb = 9;
    private const float AgainSeconds = 4;

    // Below the gain at which it began to grow; and how soon that is tried again.
    private const float MarginDb = 3;
    private const float RiseDbPerSecond = 0.3f;

    private float _sinceDeep;
    private float _beganDb;
    private bool _isDucking;
    private bool _isDeep;

    /// <summary>Makes one. [control-thread]</summary>
    public GainCeiling() => Reset();

    /// <summary>Gets the highest gain, dB, 0 or less.</summary>
    public float Db { get; private set; }

    public void Reset()
    {
        Db = 0;
        _sinceDeep = AgainSeconds;
        _isDucking = _isDeep = false;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(float seconds)
    {
        Db = Math.Min(0, Db + (RiseDbPerSecond * seconds));
        _sinceDeep += seconds;
    }

    /// <summary>Heeds that it is ducked.</summary>
    /// <param name="gainDb">Gain now, dB.</param>
    /// <param name="targetDb">Gain soon, dB.</param>
    /// <param name="mostDb">As low as it may be, dB.</param>
    public void Duck(float gainDb, float targetDb, float mostDb)
    {
        if (!_isDucking)
        {
            _isDucking = true;
            _isDeep = false;
            _beganDb = gainDb;
        }
        if (_isDeep || targetDb > Math.Max(-DeepDb, mostDb))
            return;
        _isDeep = true;
        if (_sinceDeep < AgainSeconds || Db < 0)
            Db = Math.Min(Db, _beganDb - MarginDb);
        _sinceDeep = 0;
    }

    /// <summary>Heeds that it is turned up again.</summary>
    public void TurnUp() => _isDucking = false;
}
