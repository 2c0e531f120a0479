namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>Remembers when a device's last block came and how long it was. Its callback writes, any thread reads.</summary>
/// <param name="time">The clock.</param>
/// <param name="sampleRate">The device's nominal rate in Hz.</param>
internal sealed class DeviceClock(TimeProvider time, int sampleRate)
{
    private readonly double _secondsPerTick = 1.0 / time.TimestampFrequency;
    private long _at;
    private long _frames;
    private long _blocks;
    private int _last;
    private int _longest;

    /// <summary>Gets the frames taken so far. [any-thread]</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Gets the blocks so far. [any-thread]</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Gets how long the longest block lasts. [any-thread]</summary>
    public double LongestSeconds => (double)Volatile.Read(ref _longest) / sampleRate;

    /// <summary>Gets the time since the last block, at most as long as it lasts. [any-thread]</summary>
    public double SinceBlockSeconds => Math.Clamp(
        (time.GetTimestamp() - Volatile.Read(ref _at)) * _secondsPerTick, 0, (double)Volatile.Read(ref _last) / sampleRate);

    /// <summary>Notes a block that comes now. [audio-thread]</summary>
    /// <param name="frames">Its length.</param>
    /// <param name="isTaken">Whether there was room for it.</param>
    public void Tick(int frames, bool isTaken)
    {
        Volatile.Write(ref _at, time.GetTimestamp());
        Volatile.Write(ref _last, frames);
        if (frames > _longest)
            Volatile.Write(ref _longest, frames);
        if (isTaken)
            Volatile.Write(ref _frames, _frames + frames);
        Volatile.Write(ref _blocks, _blocks + 1);
    }
}
