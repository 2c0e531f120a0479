namespace PluginHost.Engine.Drivers;

/// <summary>What a driver has opened.</summary>
/// <param name="Input">The input device, or null.</param>
/// <param name="Output">The output device, or null.</param>
/// <param name="Stream">What was granted; of two streams, the input's with the output's channels and latency (in frames of its own rate).</param>
/// <param name="OutputSampleRate">The output device's rate in Hz.</param>
/// <param name="BlockFrames">Block size of our own thread, 0 in direct mode.</param>
/// <param name="FollowsDrift">Whether input and output run on two clocks that are kept together by resampling.</param>
/// <param name="Converts">Whether a device runs at another rate than the engine.</param>
public sealed record DriverInfo(
    AudioDevice? Input, AudioDevice? Output, StreamInfo Stream, int OutputSampleRate, int BlockFrames, bool FollowsDrift, bool Converts)
{
    /// <summary>Gets the devices in a few words: <c>JACK: system</c>, or <c>ALSA: A > ALSA: B</c>. [any-thread]</summary>
    public string DeviceName { get; } = (Input, Output) switch
    {
        ({ } input, { } output) when !DeviceNames.AreSame(input, output) =>
            $"{DeviceNames.FullName(input)} > {DeviceNames.FullName(output)}",
        ({ } either, _) => DeviceNames.FullName(either),
        (_, { } output) => DeviceNames.FullName(output),
        _ => "none",
    };
}

/// <summary>What a driver counts, over all reopenings.</summary>
public sealed class DriverCounters
{
    private long _deviceBlocks;
    private long _ringEmpty;
    private long _ringFull;
    private long _discardedFrames;
    private long _realigned;
    private long _beyondLimit;
    private long _callbackBytes;
    private double _driftPpm;

    /// <summary>Gets the blocks that devices asked for or gave. [any-thread]</summary>
    public long DeviceBlocks => Volatile.Read(ref _deviceBlocks);

    /// <summary>Gets how often our ring had no block for the device. [any-thread]</summary>
    public long RingEmpty => Volatile.Read(ref _ringEmpty);

    /// <summary>Gets how often our ring had no room for the device's input. [any-thread]</summary>
    public long RingFull => Volatile.Read(ref _ringFull);

    /// <summary>Gets the frames thrown away so that the latency stayed what it was. [any-thread]</summary>
    public long DiscardedFrames => Volatile.Read(ref _discardedFrames);

    /// <summary>Gets how often two clocks had to be set together anew, with a gap. [any-thread]</summary>
    public long Realigned => Volatile.Read(ref _realigned);

    /// <summary>Gets the blocks in which two clocks differed by more than resampling may follow. [any-thread]</summary>
    public long BeyondDriftLimit => Volatile.Read(ref _beyondLimit);

    /// <summary>Gets by how much the output clock was found to be faster than the input clock, in parts per million. [any-thread]</summary>
    public double DriftPpm => Volatile.Read(ref _driftPpm);

    /// <summary>Gets the bytes allocated in device callbacks, beside those that the engine's observer counts. [any-thread]</summary>
    public long CallbackAllocatedBytes => Volatile.Read(ref _callbackBytes);

    internal void AddDeviceBlock() => Interlocked.Increment(ref _deviceBlocks);

    internal void AddRingEmpty() => Interlocked.Increment(ref _ringEmpty);

    internal void AddRingFull() => Interlocked.Increment(ref _ringFull);

    internal void AddDiscarded(long frames) => Interlocked.Add(ref _discardedFrames, frames);

    internal void AddRealigned() => Interlocked.Increment(ref _realigned);

    internal void AddBeyondLimit() => Interlocked.Increment(ref _beyondLimit);

    internal void SetDrift(double ppm) => Volatile.Write(ref _driftPpm, ppm);

    internal void AddCallbackBytes(long bytes)
    {
        if (bytes != 0)
            Interlocked.Add(ref _callbackBytes, bytes);
    }
}
