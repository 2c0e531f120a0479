using System.Diagnostics;

namespace PluginHost.Engine.Chains;

/// <summary>What a slot costs. The audio thread writes, any thread reads.</summary>
public sealed class SlotTiming
{
    private long _blocks;
    private long _ticks;
    private long _maxTicks;
    private long _allocatedBytes;

    /// <summary>Gets how many blocks it ran. [any-thread]</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Gets the mean time of a block, in microseconds. [any-thread]</summary>
    public double MeanUs => Blocks is var blocks && blocks == 0 ? 0 : Microseconds(Volatile.Read(ref _ticks)) / blocks;

    /// <summary>Gets the longest time of a block, in microseconds. [any-thread]</summary>
    public double MaxUs => Microseconds(Volatile.Read(ref _maxTicks));

    /// <summary>Gets the bytes that the effect allocated on the audio thread. [any-thread]</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Adds a block. [audio-thread]</summary>
    /// <param name="ticks">Its time in <see cref="Stopwatch"/> ticks.</param>
    /// <param name="allocatedBytes">Bytes allocated in it.</param>
    internal void Add(long ticks, long allocatedBytes)
    {
        Volatile.Write(ref _ticks, _ticks + ticks);
        if (ticks > _maxTicks)
            Volatile.Write(ref _maxTicks, ticks);
        if (allocatedBytes > 0)
            Volatile.Write(ref _allocatedBytes, _allocatedBytes + allocatedBytes);
        Volatile.Write(ref _blocks, _blocks + 1);
    }

    /// <summary>Starts anew. [control-thread &amp; not processing]</summary>
    internal void Clear() => (_blocks, _ticks, _maxTicks, _allocatedBytes) = (0, 0, 0, 0);

    private static double Microseconds(long ticks) => ticks * (1e6 / Stopwatch.Frequency);
}
