using System.Diagnostics;
using System.Runtime.CompilerServices;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;

namespace PluginHost.Engine.Chains;

/// <summary>
/// An ordered, immutable list of slots, prepared and warmed up. To change the order or the members, build another chain and hand
/// it to the engine; parameters, bypass and mix change in place.
/// </summary>
public sealed class Chain : IDisposable
{
    private readonly Slot[] _slots;
    private readonly NoteBuffer _notes = new();
    private readonly NoteBuffer _emitted = new();

    /// <summary>Prepares every slot, runs it warm and resets it. Slow; allocates. [control-thread]</summary>
    /// <param name="options">Those of the engine that will run it.</param>
    /// <param name="slots">The slots in the order of the signal; disposed with the chain. May be empty.</param>
    /// <exception cref="ChainException">A slot's effect refused; names the slot. The slots are not disposed.</exception>
    public Chain(EngineOptions options, params IEnumerable<Slot> slots)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _slots = [.. slots];
        for (int i = 0; i < _slots.Length; i++)
            Prepare(i);
        ChainWarmUp.Run(this);
    }

    /// <summary>Gets the slots in the order of the signal. [any-thread]</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>Gets what it was prepared for. [any-thread]</summary>
    public EngineOptions Options { get; }

    /// <summary>Gets the frames by which the output lags the input now. [any-thread]</summary>
    public int LatencyFrames
    {
        get
        {
            int frames = 0;
            foreach (Slot slot in _slots)
                frames += slot.LatencyFrames;
            return frames;
        }
    }

    /// <summary>Gets the frames it sounds after its input ended, beyond the latency; <see cref="int.MaxValue"/> for endless. [any-thread]</summary>
    public int TailFrames
    {
        get
        {
            long frames = 0;
            foreach (Slot slot in _slots)
                frames += slot.Effect.TailFrames;
            return (int)Math.Min(frames, int.MaxValue);
        }
    }

    /// <summary>Gets the slot that is running now, for a watchdog; -1 for none. [any-thread]</summary>
    public int RunningSlot => Volatile.Read(ref _runningSlot);

    private int _runningSlot = -1;

    /// <summary>Disposes every effect and its lease; one that throws does not keep the others. [control-thread &amp; not processing]</summary>
    /// <exception cref="AggregateException">What was thrown.</exception>
    public void Dispose()
    {
        List<Exception>? thrown = null;
        foreach (Slot slot in _slots)
        {
            try
            {
                slot.Dispose();
            }
            catch (Exception exception)
            {
                (thrown ??= []).Add(new ChainException($"{slot.Id}: Dispose threw {exception.GetType().Name}: {exception.Message}", exception));
            }
        }
        if (thrown is not null)
            throw new AggregateException(thrown);
    }

    /// <summary>
    /// Brings every effect and slot back to the start, so that the chain can take another recording: what comes out is what a new
    /// chain of the same settings and states would give. Cheaper than preparing anew; allocates. [control-thread &amp; not processing]
    /// </summary>
    /// <exception cref="ChainException">An effect's Reset threw; names the slot. The chain is of no use any more.</exception>
    public void Reset()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            try
            {
                _slots[i].Reset(Options);
            }
            catch (Exception exception)
            {
                throw new ChainException(
                    $"slot {i + 1} ({_slots[i].Id}): Reset threw {exception.GetType().Name}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Gets the notes of the block that ran last: those from outside and those that its effects emitted. [audio-thread]</summary>
    internal ReadOnlySpan<NoteEvent> Notes => _notes.Notes;

    /// <summary>Runs one block in place. Never throws. [audio-thread]</summary>
    /// <param name="audio">Frames x channels of the format.</param>
    /// <param name="transport">Where the music is.</param>
    /// <param name="notes">Notes from outside, earliest first.</param>
    /// <param name="observer">Hears of the worst slot; null when nobody watches.</param>
    /// <param name="faults">Receives what went wrong; null when nobody cares.</param>
    internal void Process(AudioBuffer audio, in Transport transport, ReadOnlySpan<NoteEvent> notes, BlockObserver? observer,
        Rings.SpscRing<SlotFault>? faults)
    {
        CollectNotes(notes);
        ProcessContext context = new(audio, transport, _notes.Notes, _emitted);
        long budget = observer?.Ticks(audio.Frames) ?? long.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < _slots.Length; i++)
        {
            Slot slot = _slots[i];
            Volatile.Write(ref _runningSlot, i);
            slot.Process(context);
            if (MergeEmitted(audio.Frames))
                context = new ProcessContext(audio, transport, _notes.Notes, _emitted);

            long end = Stopwatch.GetTimestamp();
            long bytesNow = GC.GetAllocatedBytesForCurrentThread();
            // A collection's pause is not the slot's fault.
            bool excused = end - begin > budget && observer!.CollectedSinceBegin();
            int misses = slot.Took(end - begin, excused ? long.MaxValue : budget, bytesNow - bytes);
            observer?.SlotTook(i, end - begin, misses);
            if (slot.HasFault)
                Report(i, transport.FramePosition, faults);
            (begin, bytes) = (end, bytesNow);
        }
        Volatile.Write(ref _runningSlot, -1);
    }

    /// <summary>Brings every effect and slot back to the start, timing too. [control-thread &amp; not processing]</summary>
    internal void Restart()
    {
        for (int i = 0; i < _slots.Length; i++)
            Prepare(i);
    }

    private void Prepare(int index)
    {
        Slot slot = _slots[index];
        try
        {
            slot.Prepare(Options);
        }
        catch (Exception exception)
        {
            throw new ChainException(
                $"slot {index + 1} ({slot.Id}): Prepare threw {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report(int index, long framePosition, Rings.SpscRing<SlotFault>? faults)
    {
        (FaultKind kind, Exception? cause) = _slots[index].TakeFault();
        faults?.TryWrite(new SlotFault(index, _slots[index].Id, kind, cause, framePosition));
    }

    private void CollectNotes(ReadOnlySpan<NoteEvent> notes)
    {
        _notes.Clear();
        foreach (NoteEvent note in notes)
            _notes.Add(note);
    }

    private bool MergeEmitted(int frames)
    {
        if (_emitted.Notes.IsEmpty)
            return false;
        // A frame outside the block would be the undoing of a later slot that trusts it.
        foreach (NoteEvent note in _emitted.Notes)
            _notes.Add(note with { Frame = Math.Clamp(note.Frame, 0, frames - 1) });
        _emitted.Clear();
        return true;
    }
}
