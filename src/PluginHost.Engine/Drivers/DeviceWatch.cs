namespace PluginHost.Engine.Drivers;

/// <summary>What a <see cref="DeviceWatch"/> asks for.</summary>
internal enum WatchVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The device was just found to be lost.</summary>
    Lost,

    /// <summary>It is time to open it again.</summary>
    Retry,
}

/// <summary>
/// Decides when a device is lost and when to open it again. Knows no device and no clock: it is told what is seen and when.
/// </summary>
internal sealed class DeviceWatch
{
    private const double FirstDelaySeconds = 0.25;
    private const double LongestDelaySeconds = 2;

    // However long nobody looked, one look proves at most this much silence: the whole process may have been stopped meanwhile.
    private const double LongestLookSeconds = 0.1;

    private double _stallSeconds;
    private double _lastLook;
    private double _silentSeconds;
    private double _retryAt;
    private double _delay;
    private long _blocks;

    /// <summary>Gets what the driver is doing. [control-thread]</summary>
    public DriverState State { get; private set; }

    /// <summary>Gets whether the last loss was a stall, not an end. [control-thread]</summary>
    public bool HasStalled { get; private set; }

    /// <summary>Notes that blocks should flow from now on. [control-thread]</summary>
    /// <param name="now">Seconds on whatever clock.</param>
    /// <param name="stallSeconds">How long none may come.</param>
    public void Start(double now, double stallSeconds)
    {
        (State, _stallSeconds, _lastLook, _silentSeconds, _blocks) = (DriverState.Running, stallSeconds, now, 0, -1);
    }

    /// <summary>Notes that the user stopped, or that the stream ended. [control-thread]</summary>
    /// <param name="hasEnded">Whether it ended by itself.</param>
    public void Stop(bool hasEnded = false) => State = hasEnded ? DriverState.Ended : DriverState.Stopped;

    /// <summary>Notes that an attempt to open failed. [control-thread]</summary>
    /// <param name="now">Seconds.</param>
    public void RetryFailed(double now)
    {
        State = DriverState.Retrying;
        _delay = Math.Min(_delay * 2, LongestDelaySeconds);
        _retryAt = now + _delay;
    }

    /// <summary>Looks once. [control-thread]</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="isActive">Whether the device says that it runs.</param>
    /// <param name="blocks">Blocks so far; only whether they change counts.</param>
    /// <returns>What to do.</returns>
    public WatchVerdict Observe(double now, bool isActive, long blocks)
    {
        if (State is DriverState.Lost or DriverState.Retrying)
            return now >= _retryAt ? WatchVerdict.Retry : WatchVerdict.None;
        if (State != DriverState.Running)
            return WatchVerdict.None;

        _silentSeconds = blocks == _blocks ? _silentSeconds + Math.Min(now - _lastLook, LongestLookSeconds) : 0;
        (_lastLook, _blocks) = (now, blocks);
        if (isActive && _silentSeconds < _stallSeconds)
            return WatchVerdict.None;
        (State, HasStalled, _delay, _retryAt) = (DriverState.Lost, isActive, FirstDelaySeconds, now + FirstDelaySeconds);
        return WatchVerdict.Lost;
    }
}
