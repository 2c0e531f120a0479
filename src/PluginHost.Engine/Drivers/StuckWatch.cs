namespace PluginHost.Engine.Drivers;

/// <summary>Tells when one block has been under way for too long. Pure: it is told what is seen and when.</summary>
internal sealed class StuckWatch
{
    /// <summary>A block that takes this long is stuck, in seconds.</summary>
    public const double LimitSeconds = 1;

    private const double LongestLookSeconds = 0.1;
    private long _block = -1;
    private double _lastLook;
    private double _seconds;

    /// <summary>Gets whether the block under way has been reported stuck. [control-thread]</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Looks once. [control-thread]</summary>
    /// <param name="now">Seconds on whatever clock.</param>
    /// <param name="block">Number of the block under way, -1 for none.</param>
    /// <returns>Whether <see cref="IsStuck"/> changed.</returns>
    public bool Observe(double now, long block)
    {
        bool same = block >= 0 && block == _block;
        _seconds = same ? _seconds + Math.Min(now - _lastLook, LongestLookSeconds) : 0;
        (_lastLook, _block) = (now, block);
        bool was = IsStuck;
        IsStuck = _seconds >= LimitSeconds;
        return IsStuck != was;
    }

    /// <summary>Forgets the block under way: another engine runs. [control-thread]</summary>
    public void Clear() => (_block, _seconds, IsStuck) = (-1, 0, false);
}
