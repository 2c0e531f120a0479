using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using PluginHost.Sdk;

namespace PluginHost.Engine.Chains;

/// <summary>
/// One place in a chain: an effect with latency-aligned bypass, wet/dry mix, timing, and containment. Whatever the effect does,
/// the slot gives finite samples, and a fault is heard as a short fade to the aligned dry signal.
/// </summary>
/// <remarks>A slot belongs to one chain. The control thread sets, the audio thread runs; nothing else is shared.</remarks>
public sealed class Slot : IDisposable
{
    private readonly IDisposable? _lease;
    private SlotRunner? _runner;
    private int _isBypassed;
    private float _mix = 1;
    private int _rearm;
    private int _isDisposed;

    /// <summary>Puts an effect into a slot. [control-thread]</summary>
    /// <param name="id">Id of the effect.</param>
    /// <param name="effect">The effect; disposed with the slot.</param>
    /// <param name="lease">Disposed after the effect: keeps its plugin loaded until then. May be null.</param>
    public Slot(string id, AudioEffect effect, IDisposable? lease = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(effect);
        (Id, Effect, _lease) = (id, effect, lease);
    }

    /// <summary>Gets the id of the effect. [any-thread]</summary>
    public string Id { get; }

    /// <summary>Gets the effect, for its parameters and meters. [any-thread]</summary>
    public AudioEffect Effect { get; }

    /// <summary>Gets what the slot costs. [any-thread]</summary>
    public SlotTiming Timing { get; } = new();

    /// <summary>Gets or sets whether the input is heard, aligned, instead of the output. Fades; a bypassed effect rests. [any-thread]</summary>
    public bool IsBypassed
    {
        get => Volatile.Read(ref _isBypassed) != 0;
        set => Volatile.Write(ref _isBypassed, value ? 1 : 0);
    }

    /// <summary>Gets or sets the share of the output against the aligned input, 0 (dry) to 1 (wet, the default). Fades. [any-thread]</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 1.</exception>
    public float Mix
    {
        get => Volatile.Read(ref _mix);
        set
        {
            if (!(value is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"mix is {value}, but must be 0 to 1.");
            Volatile.Write(ref _mix, value);
        }
    }

    /// <summary>Gets why the slot is set aside, or <see cref="FaultKind.None"/>. [any-thread]</summary>
    public FaultKind Fault => _runner?.Fault ?? FaultKind.None;

    /// <summary>Gets the frames by which the slot delays now, bypassed or not. [any-thread &amp; prepared]</summary>
    public int LatencyFrames => Runner.LatencyFrames;

    private SlotRunner Runner => _runner ?? ThrowNotPrepared();

    /// <summary>Lets a slot that was set aside try again: reset, primed, faded in. [any-thread]</summary>
    public void Rearm() => Volatile.Write(ref _rearm, 1);

    /// <summary>Disposes the effect, then the lease; but once, however often it is called. [control-thread &amp; not processing]</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            Effect.Dispose();
        }
        finally
        {
            _lease?.Dispose();
        }
    }

    /// <summary>Prepares the effect and allocates. [control-thread &amp; not processing]</summary>
    /// <param name="options">Format, fades and limits.</param>
    internal void Prepare(EngineOptions options)
    {
        Effect.Prepare(options.Format with { IsOffline = !options.IsRealTime });
        Begin(options);
    }

    /// <summary>Clears what the effect and the slot remember of the signal. [control-thread &amp; prepared &amp; not processing]</summary>
    /// <param name="options">Those it was prepared for.</param>
    internal void Reset(EngineOptions options)
    {
        Effect.Reset();
        Begin(options);
    }

    /// <summary>Sets the slot aside before it runs, because it was found stuck in an earlier chain. [control-thread &amp; not processing]</summary>
    /// <param name="kind">Why.</param>
    internal void SetAside(FaultKind kind) => Runner.SetAside(kind);

    /// <summary>Runs one block in place. Never throws, except what no program survives. [audio-thread &amp; prepared]</summary>
    /// <param name="context">The block.</param>
    internal void Process(in ProcessContext context)
    {
        bool rearmed = Volatile.Read(ref _rearm) != 0 && Interlocked.Exchange(ref _rearm, 0) != 0;
        Runner.Process(context, IsBypassed ? 0 : Mix, rearmed);
    }

    /// <summary>Gets whether it was set aside since <see cref="TakeFault"/>. [audio-thread]</summary>
    internal bool HasFault => Runner.HasFault;

    /// <summary>Takes the fault that set it aside, each but once. [audio-thread]</summary>
    /// <returns>Why, and what was thrown, if anything.</returns>
    internal (FaultKind Kind, Exception? Cause) TakeFault() => Runner.TakeFault();

    /// <summary>Judges the time a block took. [audio-thread]</summary>
    /// <param name="ticks">Its time in <see cref="Stopwatch"/> ticks.</param>
    /// <param name="budgetTicks">How long the block lasts.</param>
    /// <param name="allocatedBytes">Bytes allocated in it.</param>
    /// <returns>How often it was over budget lately.</returns>
    internal int Took(long ticks, long budgetTicks, long allocatedBytes)
    {
        Timing.Add(ticks, allocatedBytes);
        return Runner.JudgeTime(ticks, budgetTicks);
    }

    private void Begin(EngineOptions options)
    {
        _runner = new SlotRunner(Effect, options, IsBypassed ? 0 : Mix);
        Timing.Clear();
    }

    [DoesNotReturn]
    private SlotRunner ThrowNotPrepared() => throw new InvalidOperationException($"Slot '{Id}' is not prepared.");
}
