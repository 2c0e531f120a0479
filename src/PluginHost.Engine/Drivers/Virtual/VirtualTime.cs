namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>Time that passes only when a simulated device says so.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private long _nanoseconds;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _nanoseconds);

    /// <summary>Moves on; never back. [audio-thread]</summary>
    /// <param name="seconds">Since the beginning.</param>
    public void AdvanceTo(double seconds) => Volatile.Write(ref _nanoseconds, Math.Max(_nanoseconds, (long)(seconds * 1e9)));
}
