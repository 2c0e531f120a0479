using PluginHost.Engine.Chains;
using PluginHost.Engine.Rings;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>
/// Runs the current chain and, when another is handed in, primes it with the live input, crossfades to it and hands the old one
/// back for disposal. One chain may be pending; a newer one replaces it.
/// </summary>
internal sealed class ChainSwitch
{
    private readonly float[] _samples;
    private readonly int _maxFrames;
    private readonly SpscRing<Chain> _retired = new(64);
    private Chain _active;
    private Chain? _incoming;
    private Chain? _pending;
    private Ramp _incomingLevel;
    private int _primeFrames;

    /// <summary>Starts with a chain. [control-thread]</summary>
    /// <param name="chain">Prepared for <paramref name="options"/>.</param>
    /// <param name="options">Format and fade.</param>
    public ChainSwitch(Chain chain, EngineOptions options)
    {
        _active = chain;
        _maxFrames = options.Format.MaxFrames;
        _samples = new float[options.Format.Channels * _maxFrames];
        _incomingLevel = new Ramp(options.Format.FramesFromMs(options.FadeMs), 0);
    }

    /// <summary>Gets the chain that is heard. [any-thread]</summary>
    public Chain Active => Volatile.Read(ref _active);

    /// <summary>Gets the chain in which a slot is running now; null for none. [any-thread]</summary>
    public Chain? Running =>
        Active is { RunningSlot: >= 0 } active ? active
        : Volatile.Read(ref _incoming) is { RunningSlot: >= 0 } incoming ? incoming : null;

    /// <summary>Gets whether no other chain is pending or fading in. [any-thread]</summary>
    public bool IsSettled => Volatile.Read(ref _pending) is null && Volatile.Read(ref _incoming) is null;

    /// <summary>Hands a chain in. [control-thread]</summary>
    /// <param name="chain">The next chain.</param>
    /// <returns>A chain that was pending and will never be heard; the caller disposes it.</returns>
    public Chain? Submit(Chain chain) => Interlocked.Exchange(ref _pending, chain);

    /// <summary>Takes a chain that is no longer heard. [control-thread]</summary>
    /// <param name="chain">The chain; the caller disposes it.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTakeRetired(out Chain chain) => _retired.TryRead(out chain);

    /// <summary>Gets every chain it holds, when the audio thread has ended. [control-thread &amp; not processing]</summary>
    /// <returns>Chains to dispose.</returns>
    public IEnumerable<Chain> TakeAll()
    {
        if (Interlocked.Exchange(ref _pending, null) is { } pending)
            yield return pending;
        if (_incoming is { } incoming)
            yield return incoming;
        while (_retired.TryRead(out Chain retired))
            yield return retired;
        yield return _active;
    }

    /// <summary>Runs one block in place. [audio-thread]</summary>
    public void Process(AudioBuffer audio, in Transport transport, ReadOnlySpan<NoteEvent> notes, BlockObserver? observer,
        SpscRing<SlotFault>? faults)
    {
        if (_incoming is null && Volatile.Read(ref _pending) is not null)
            Accept();
        if (_incoming is null)
        {
            _active.Process(audio, transport, notes, observer, faults);
            return;
        }
        AudioBuffer other = new(_samples, audio.Channels, audio.Frames, _maxFrames);
        audio.CopyTo(other);
        _active.Process(audio, transport, notes, observer, faults);
        _incoming.Process(other, transport, notes, observer, faults);
        Fade(audio, other);
    }

    private void Accept()
    {
        Chain? chain = Volatile.Read(ref _pending);
        // The old chain must find room to be handed back when the fade is over.
        if (chain is null || _retired.Count == _retired.Capacity)
            return;
        // First in, then out: whoever looks finds it in one place or the other.
        Volatile.Write(ref _incoming, chain);
        if (Interlocked.CompareExchange(ref _pending, null, chain) != chain)
        {
            // Replaced and given back in this very moment. The newer one is for the next block.
            Volatile.Write(ref _incoming, null);
            return;
        }
        _incomingLevel.Jump(0);
        _primeFrames = chain.LatencyFrames;
    }

    private void Fade(AudioBuffer audio, AudioBuffer other)
    {
        if (_primeFrames > 0)
        {
            _primeFrames -= audio.Frames;
            return;
        }
        _incomingLevel.Head(1);
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            _incomingLevel.Blend(other[channel], audio[channel]);
            other[channel].CopyTo(audio[channel]);
        }
        _incomingLevel.Advance(audio.Frames);
        if (!_incomingLevel.IsSettled)
            return;
        Chain old = _active;
        Volatile.Write(ref _active, _incoming!);
        _retired.TryWrite(old);
        Volatile.Write(ref _incoming, null);
    }
}
