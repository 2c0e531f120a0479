namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>What makes time pass for virtual devices.</summary>
public enum VirtualClock
{
    /// <summary>The wall clock: blocks come when those of a real device would. A late block delays all later ones; none is lost.</summary>
    RealTime,

    /// <summary>As fast as the host takes blocks without loss.</summary>
    Freewheel,

    /// <summary>Only <see cref="VirtualBackend.Step"/>, on the calling thread.</summary>
    Stepped,
}

/// <summary>How virtual devices are set up.</summary>
public sealed record VirtualOptions
{
    /// <summary>Gets the only rate of the devices, in Hz. [any-thread]</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>Gets the frames of a block, unless <see cref="VirtualFaults.BlockSizes"/> says otherwise. [any-thread]</summary>
    public int PeriodFrames { get; init; } = 64;

    /// <summary>Gets the channels that the devices have for input. [any-thread]</summary>
    public int InputChannels { get; init; } = 2;

    /// <summary>Gets the channels that the devices have for output. [any-thread]</summary>
    public int OutputChannels { get; init; } = 2;

    /// <summary>Gets what makes time pass. [any-thread]</summary>
    public VirtualClock Clock { get; init; } = VirtualClock.RealTime;

    /// <summary>Gets what the devices hear. [any-thread]</summary>
    public IVirtualSource Source { get; init; } = VirtualSource.Silence;

    /// <summary>Gets where goes what they play. [any-thread]</summary>
    public IVirtualSink Sink { get; init; } = VirtualSink.None;

    /// <summary>Gets the frame at which a stream ends by itself, the last block cut to fit; 0 for never. [any-thread]</summary>
    public long EndFrame { get; init; }

    /// <summary>Gets what goes wrong. [any-thread]</summary>
    public VirtualFaults Faults { get; init; } = VirtualFaults.None;
}

/// <summary>What goes wrong with virtual devices. Frames count from the backend's beginning, over all streams.</summary>
public sealed record VirtualFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly VirtualFaults None = new();

    /// <summary>Gets the seed of the jitter. [any-thread]</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets by how much a block is late at most, evenly distributed, in ms. Not when stepped. [any-thread]</summary>
    public double JitterMs { get; init; }

    /// <summary>Gets by how much the clock of <c>virtual output</c> is faster than the others', in parts per million. [any-thread]</summary>
    public double DriftPpm { get; init; }

    /// <summary>Gets the sizes of blocks, over and over; empty for the period. A device with such sizes does not tell its period. [any-thread]</summary>
    public IReadOnlyList<int> BlockSizes { get; init; } = [];

    /// <summary>Gets after how many blocks one comes late by <see cref="LateMs"/>; 0 for never. [any-thread]</summary>
    public int LateEveryBlocks { get; init; }

    /// <summary>Gets by how much a late block is late, in ms; it holds up the clock's thread. [any-thread]</summary>
    public double LateMs { get; init; }

    /// <summary>Gets the frame at which devices are unplugged, once; 0 for never. [any-thread]</summary>
    public long UnplugAtFrame { get; init; }

    /// <summary>Gets the only device that is unplugged; null for all. [any-thread]</summary>
    public string? UnplugDevice { get; init; }

    /// <summary>Gets when unplugged devices return, in ms of the backend's time; 0 for never. [any-thread]</summary>
    public double ReturnAfterMs { get; init; }

    /// <summary>Gets whether an unplugged device does not say so, but just stands still. [any-thread]</summary>
    public bool UnplugsSilently { get; init; }

    /// <summary>Gets the frame at which the devices change to <see cref="NewSampleRate"/>, ending their streams; 0 for never. [any-thread]</summary>
    public long RateChangeAtFrame { get; init; }

    /// <summary>Gets the rate they change to, in Hz. [any-thread]</summary>
    public int NewSampleRate { get; init; } = 44_100;

    /// <summary>Gets after how many blocks one carries <see cref="Flags"/>; 0 for never. [any-thread]</summary>
    public int FlagsEveryBlocks { get; init; }

    /// <summary>Gets what such a block says was lost. [any-thread]</summary>
    public StreamFlags Flags { get; init; }
}
