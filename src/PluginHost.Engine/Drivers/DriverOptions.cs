namespace PluginHost.Engine.Drivers;

/// <summary>Where the chain runs.</summary>
public enum DriverMode
{
    /// <summary>Inside the device's own callback: no latency of ours.</summary>
    Direct,

    /// <summary>On our own thread in blocks of a fixed size, between two rings; the default.</summary>
    Ring,

    /// <summary>On our own thread over a ring that native code fills, which outlasts garbage collections.</summary>
    Shielded,
}

/// <summary>How a driver is set up.</summary>
public sealed record DriverOptions
{
    /// <summary>The largest <see cref="BlockFrames"/>.</summary>
    public const int MaxBlockFrames = 8192;

    /// <summary>Gets where the chain runs. [any-thread]</summary>
    public DriverMode Mode { get; init; } = DriverMode.Ring;

    /// <summary>Gets the input device's name, see <see cref="DeviceNames.Find"/>; null for the default, or none if there is none. [any-thread]</summary>
    public string? Input { get; init; }

    /// <summary>Gets the output device's name, see <see cref="DeviceNames.Find"/>; null for the default, or none if there is none. [any-thread]</summary>
    public string? Output { get; init; }

    /// <summary>Gets whether there is an input at all. [any-thread]</summary>
    public bool UseInput { get; init; } = true;

    /// <summary>Gets whether there is an output at all. [any-thread]</summary>
    public bool UseOutput { get; init; } = true;

    /// <summary>Gets the device's sample rate in Hz; 0 for the engine's. [any-thread]</summary>
    public int SampleRate { get; init; }

    /// <summary>Gets whether to resample when a device cannot run at the engine's rate; not in direct mode. [any-thread]</summary>
    public bool ConvertRate { get; init; }

    /// <summary>Gets the block size of our own thread, 1 to 8192 frames; in direct mode the device chooses. [any-thread]</summary>
    public int BlockFrames { get; init; } = 64;

    /// <summary>Gets the blocks kept ready for the device in ring mode, 1 to 64; this is the latency that the mode adds. [any-thread]</summary>
    public int RingBlocks { get; init; } = 1;

    /// <summary>Gets the depth of the native ring in shielded mode, 1 to 1000 ms. [any-thread]</summary>
    public double ShieldMs { get; init; } = 20;

    /// <summary>Gets the channels to take from the device; 0 for up to two. [any-thread]</summary>
    public int InputChannels { get; init; }

    /// <summary>Gets the channels to give to the device; 0 for up to two. [any-thread]</summary>
    public int OutputChannels { get; init; }

    /// <summary>Checks every value against its range. [control-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value at fault.</exception>
    public void Validate()
    {
        ThrowUnless(UseInput || UseOutput, nameof(UseOutput), UseOutput, "true when there is no input");
        ThrowUnless(SampleRate is 0 or (>= Sdk.AudioFormat.MinSampleRate and <= Sdk.AudioFormat.MaxSampleRate), nameof(SampleRate),
            SampleRate, "0 or 8000 to 192000 Hz");
        ThrowUnless(BlockFrames is >= 1 and <= MaxBlockFrames, nameof(BlockFrames), BlockFrames, "1 to 8192 frames");
        ThrowUnless(RingBlocks is >= 1 and <= 64, nameof(RingBlocks), RingBlocks, "1 to 64");
        ThrowUnless(ShieldMs is >= 1 and <= 1000, nameof(ShieldMs), ShieldMs, "1 to 1000 ms");
        ThrowUnless(InputChannels is >= 0 and <= 256, nameof(InputChannels), InputChannels, "0 to 256");
        ThrowUnless(OutputChannels is >= 0 and <= 256, nameof(OutputChannels), OutputChannels, "0 to 256");
    }

    private static void ThrowUnless(bool ok, string name, object value, string range)
    {
        if (!ok)
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}, but must be {range}."));
    }
}
