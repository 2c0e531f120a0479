using System.Diagnostics;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;

namespace PluginHost.Engine.Timing;

/// <summary>
/// Watches every block: gaps between them, load, bytes allocated, collections; and names the cause of each late or lost one.
/// <see cref="Begin"/> and <see cref="End"/> run on the audio thread, everything else may be read from any.
/// </summary>
public sealed class BlockObserver
{
    private readonly int _sampleRate;
    private readonly CpuWatch _cpu;
    private readonly long[] _xrunsByCause = new long[Xrun.Causes];
    private GcReading _gcAtBegin;
    private long _begin;
    private long _end;
    private long _cpuNs;
    private int _frames;
    private int _worstSlot = -1;
    private long _worstSlotTicks;
    private int _worstSlotMisses;
    private long _blocks;
    private long _lost;
    private long _late;
    private long _missed;
    private long _allocatedBytes;
    private long _allocatedBase;
    private int _threadId;
    private int _loadPerMille;
    private int _lateAfterFrames;

    /// <summary>Creates an observer for a sample rate. [control-thread]</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="thread">Tells the thread's CPU time.</param>
    internal BlockObserver(int sampleRate, IAudioThread thread)
    {
        _sampleRate = sampleRate;
        _cpu = new CpuWatch(thread);
    }

    /// <summary>Gets the blocks that were finished. [any-thread]</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Gets the blocks for which a device or ring says that sound was lost. [any-thread]</summary>
    public long LostBlocks => Volatile.Read(ref _lost);

    /// <summary>Gets the blocks that began more than 1.8 periods after the one before, or later than the ring lasts. [any-thread]</summary>
    public long LateBlocks => Volatile.Read(ref _late);

    /// <summary>Gets the periods in which a block should have begun and none did, summed over the late blocks. [any-thread]</summary>
    public long MissedPeriods => Volatile.Read(ref _missed);

    /// <summary>
    /// Gets the bytes that the audio thread allocated since its first block. Where collections run in the background, each may add once,
    /// at most 8 kB, the rest of a buffer that the thread took from the heap before and will not use. [any-thread]
    /// </summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Gets the times between the starts of two blocks, in ns. [any-thread]</summary>
    public Histogram GapsNs { get; } = new();

    /// <summary>Gets the share of each block's time that was spent computing it, in 1/1000. [any-thread]</summary>
    public Histogram LoadPerMille { get; } = new();

    /// <summary>Gets the latest xruns, for one reading thread; what does not fit is only counted. [control-thread]</summary>
    public SpscRing<Xrun> Xruns { get; } = new(256);

    /// <summary>Gets the load of the last block, 1 = all of its time. [any-thread]</summary>
    public double Load => Volatile.Read(ref _loadPerMille) / 1000.0;

    /// <summary>
    /// Gets or sets the gap, in frames, above which a block counts as late, where a ring lies between the device and us: blocks then
    /// come in bursts as large as the device's, and may wait as long as the ring lasts. 0 for 1.8 blocks. [any-thread]
    /// </summary>
    internal int LateAfterFrames
    {
        get => Volatile.Read(ref _lateAfterFrames);
        set => Volatile.Write(ref _lateAfterFrames, value);
    }

    /// <summary>Gets the ticks at which the block under way began. [audio-thread]</summary>
    internal long BeginTicks => _begin;

    /// <summary>Gets the number of late or lost blocks with a cause. [any-thread]</summary>
    /// <param name="cause">The cause.</param>
    /// <returns>How many since the start.</returns>
    public long XrunsBy(XrunCause cause) => Volatile.Read(ref _xrunsByCause[(int)cause]);

    /// <summary>Notes the start of a block and judges the one before. [audio-thread]</summary>
    /// <param name="frames">Frames in this block.</param>
    /// <param name="flags">What the device says it lost since the last.</param>
    internal void Begin(int frames, StreamFlags flags)
    {
        long now = Stopwatch.GetTimestamp();
        GcReading gc = GcReading.Now();
        if (_frames > 0)
            Judge(now, gc, flags);
        CountAllocations();
        (_begin, _frames, _gcAtBegin, _worstSlot, _worstSlotTicks) = (now, frames, gc, -1, 0);
        _cpu.Begin();
    }

    /// <summary>Notes what a slot took; only the worst of a block is kept. [audio-thread]</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <param name="ticks">Its time in <see cref="Stopwatch"/> ticks.</param>
    /// <param name="misses">How often it was over budget lately.</param>
    internal void SlotTook(int slot, long ticks, int misses)
    {
        if (ticks > _worstSlotTicks)
            (_worstSlot, _worstSlotTicks, _worstSlotMisses) = (slot, ticks, misses);
    }

    /// <summary>Tells whether a collection has stopped the process since the block began. [audio-thread]</summary>
    /// <returns>True if one was counted.</returns>
    internal bool CollectedSinceBegin() => GcReading.Now().HighestGenerationSince(_gcAtBegin) >= 0;

    /// <summary>Notes the end of a block. [audio-thread]</summary>
    internal void End()
    {
        _end = Stopwatch.GetTimestamp();
        long busy = _end - _begin;
        long period = Ticks(_frames);
        _cpuNs = _cpu.End(Nanoseconds(busy), Nanoseconds(period));
        int load = (int)Math.Min(busy * 1000 / Math.Max(1, period), int.MaxValue);
        LoadPerMille.Add(load);
        Volatile.Write(ref _loadPerMille, load);
        CountAllocations();
        Volatile.Write(ref _blocks, _blocks + 1);
    }

    /// <summary>Forgets the last block: the next gap is no lateness (the stream was stopped or reopened). [control-thread &amp; not processing]</summary>
    internal void Restart()
    {
        _frames = 0;
        _cpu.Restart();
    }

    /// <summary>Converts frames to <see cref="Stopwatch"/> ticks. [any-thread]</summary>
    /// <param name="frames">A length.</param>
    /// <returns>Ticks.</returns>
    internal long Ticks(int frames) => frames * Stopwatch.Frequency / _sampleRate;

    private static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));

    private void Judge(long now, in GcReading gc, StreamFlags flags)
    {
        long gap = Nanoseconds(now - _begin);
        GapsNs.Add(gap);
        BlockEvidence evidence = new(Nanoseconds(Ticks(_frames)), gap, Nanoseconds(_end - _begin), _cpuNs, _worstSlot,
            Nanoseconds(_worstSlotTicks), _worstSlotMisses, gc.PauseNsSince(_gcAtBegin),
            gc.HighestGenerationSince(_gcAtBegin), flags)
        {
            RingLateAfterNs = Nanoseconds(Ticks(LateAfterFrames)),
        };
        if (!evidence.IsXrun)
            return;
        if (evidence.IsLate)
        {
            Volatile.Write(ref _late, _late + 1);
            Volatile.Write(ref _missed, _missed + evidence.MissedPeriods);
        }
        Xrun xrun = evidence.Attribute(_blocks);
        Volatile.Write(ref _xrunsByCause[(int)xrun.Cause], _xrunsByCause[(int)xrun.Cause] + 1);
        if (xrun.IsLost)
            Volatile.Write(ref _lost, _lost + 1);
        Xruns.TryWrite(xrun);
    }

    private void CountAllocations()
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        // Another thread carries the audio now: its count starts at what it allocated before.
        if (_threadId != Environment.CurrentManagedThreadId)
        {
            (_threadId, _allocatedBase) = (Environment.CurrentManagedThreadId, bytes - _allocatedBytes);
            _cpu.Restart();
        }
        Volatile.Write(ref _allocatedBytes, bytes - _allocatedBase);
    }
}
