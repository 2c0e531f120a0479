using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>
/// What a device's callback, a DSP thread and an offline render all run: one way in, <see cref="Process"/>. The control thread hands
/// chains in and takes old ones, faults and xruns out; it never touches what the audio thread runs.
/// </summary>
public sealed class AudioEngine : IDisposable
{
    private const int NotesPerBlock = 256;
    private readonly ChainSwitch _chains;
    private readonly BlockObserver? _watch;
    private readonly OutputGuard _guard;
    private readonly TransportClock _transport;
    private readonly NoteBuffer _notes = new(NotesPerBlock);
    private readonly float[] _samples;
    private readonly float[] _tapped;
    private SpscRing<float>? _tap;
    private SpscRing<float>? _inputTap;
    private IAudioStage? _source;
    private IAudioStage? _outputStage;
    private SpscRing<PlayedNote>? _noteTap;
    private long _internalErrors;

    /// <summary>Creates an engine that runs a chain. Allocates. [control-thread]</summary>
    /// <param name="options">Format, guard, fades.</param>
    /// <param name="chain">The first chain, prepared for the same options; the engine owns it from here.</param>
    /// <param name="thread">What the system can tell about the audio thread; plain .NET when null.</param>
    /// <exception cref="ArgumentException">The chain was prepared for other options.</exception>
    public AudioEngine(EngineOptions options, Chain chain, IAudioThread? thread = null)
        : this(options, chain, thread ?? PortableAudioThread.Instance, isRehearsed: false)
    {
    }

    /// <summary>Creates an engine with or without the rehearsal that keeps the compiler off the audio thread. [control-thread]</summary>
    internal AudioEngine(EngineOptions options, Chain chain, IAudioThread thread, bool isRehearsed)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Format.Validate();
        Options = options;
        RequireSameOptions(chain);
        int rate = options.Format.SampleRate;
        _samples = new float[options.Format.Channels * options.Format.MaxFrames];
        _tapped = new float[_samples.Length];
        _chains = new ChainSwitch(chain, options);
        _guard = new OutputGuard(options.Guard, rate);
        _transport = new TransportClock(rate, options.TempoBpm);
        Observer = new BlockObserver(rate, thread);
        _watch = options.IsRealTime ? Observer : null;
        InputMeter = new LevelMeter(rate);
        OutputMeter = new LevelMeter(rate);
        // Offline nothing is late, so nothing has to be compiled before it is needed.
        if (!isRehearsed && options.IsRealTime)
            EngineRehearsal.Run(thread);
    }

    /// <summary>Gets how it was set up. [any-thread]</summary>
    public EngineOptions Options { get; }

    /// <summary>Gets rate, channels and largest block of the chain. [any-thread]</summary>
    public AudioFormat Format => Options.Format;

    /// <summary>Gets gaps, load, xruns and bytes. Offline it stays empty. [any-thread]</summary>
    public BlockObserver Observer { get; }

    /// <summary>Gets the level that comes in. [any-thread]</summary>
    public LevelMeter InputMeter { get; }

    /// <summary>Gets the level that goes out, behind the guard. Offline it stays empty. [any-thread]</summary>
    public LevelMeter OutputMeter { get; }

    /// <summary>Gets slots that were set aside, for one reading thread. [control-thread]</summary>
    public SpscRing<SlotFault> Faults { get; } = new(256);

    /// <summary>Gets notes to be played at the start of the next block, for one writing thread. [control-thread]</summary>
    public SpscRing<NoteEvent> Notes { get; } = new(1024);

    /// <summary>
    /// Gets or sets a ring that receives what is heard, behind the guard, interleaved in the chain's channels; null for none. A full
    /// ring drops whole pieces and counts them. [control-thread]
    /// </summary>
    public SpscRing<float>? Tap
    {
        get => Volatile.Read(ref _tap);
        set => Volatile.Write(ref _tap, value);
    }

    /// <summary>
    /// Gets or sets a ring that receives what the chain is given, interleaved in its channels, with the same frames as
    /// <see cref="Tap"/>; null for none. [control-thread]
    /// </summary>
    public SpscRing<float>? InputTap
    {
        get => Volatile.Read(ref _inputTap);
        set => Volatile.Write(ref _inputTap, value);
    }

    /// <summary>Gets or sets a ring that receives every note that leaves the chain, be it from outside or from an effect; null for none.
    /// A full ring drops notes and counts them. [control-thread]</summary>
    public SpscRing<PlayedNote>? NoteTap
    {
        get => Volatile.Read(ref _noteTap);
        set => Volatile.Write(ref _noteTap, value);
    }

    /// <summary>Gets or sets what the chain is given instead of the device's input; null for the device. [control-thread]</summary>
    public IAudioStage? Source
    {
        get => Volatile.Read(ref _source);
        set => Volatile.Write(ref _source, value);
    }

    /// <summary>Gets or sets what comes between the chain and the output guard; null for nothing. [control-thread]</summary>
    public IAudioStage? OutputStage
    {
        get => Volatile.Read(ref _outputStage);
        set => Volatile.Write(ref _outputStage, value);
    }

    /// <summary>Gets the chain that is heard. [any-thread]</summary>
    public Chain Chain => _chains.Active;

    /// <summary>Gets the chain in which a slot is running now, for a watchdog; null for none. It may be fading in. [any-thread]</summary>
    public Chain? RunningChain => _chains.Running;

    /// <summary>Gets whether no other chain waits or fades in. [any-thread]</summary>
    public bool IsSettled => _chains.IsSettled;

    /// <summary>Gets or sets the tempo in quarter notes per minute, from the next block on. [any-thread]</summary>
    public double TempoBpm
    {
        get => _transport.TempoBpm;
        set => _transport.TempoBpm = value;
    }

    /// <summary>Gets the frames processed since the start. [any-thread]</summary>
    public long FramePosition => _transport.FramePosition;

    /// <summary>Gets the samples beyond full scale that reached the guard. [any-thread]</summary>
    public long Overs => _guard.Overs;

    /// <summary>Gets the blocks that the guard silenced because they were not finite. [any-thread]</summary>
    public long SilencedBlocks => _guard.SilencedBlocks;

    /// <summary>Gets the blocks lost to an error of the engine's own; anything but 0 is a defect. [any-thread]</summary>
    public long InternalErrors => Volatile.Read(ref _internalErrors);

    /// <summary>Hands in the next chain, heard after a crossfade from the next block on. [control-thread]</summary>
    /// <param name="chain">Prepared for the same options; the engine owns it from here.</param>
    /// <returns>An earlier one that was still waiting and will never be heard, for the caller to dispose; usually null.</returns>
    /// <exception cref="ArgumentException">The chain was prepared for other options.</exception>
    public Chain? Submit(Chain chain)
    {
        RequireSameOptions(chain);
        return _chains.Submit(chain);
    }

    /// <summary>Takes a chain that is no longer heard, for the caller to dispose. [control-thread]</summary>
    /// <param name="chain">The chain.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTakeRetired(out Chain chain) => _chains.TryTakeRetired(out chain);

    /// <summary>Runs one block of a device. Never throws, allocates, locks or waits. [audio-thread]</summary>
    /// <param name="input">Interleaved, frames x input channels; empty for silence.</param>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="output">Interleaved, frames x output channels, filled whole; may be empty.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="frames">Frames, any number, none is no block; cut into pieces of at most <see cref="AudioFormat.MaxFrames"/>.</param>
    /// <param name="flags">What the device or a ring lost since the last block.</param>
    public void Process(ReadOnlySpan<float> input, int inputChannels, Span<float> output, int outputChannels, int frames,
        StreamFlags flags = StreamFlags.None)
    {
        if (frames <= 0)
            return;
        try
        {
            _watch?.Begin(frames, flags);
            for (int done = 0; done < frames;)
            {
                int piece = Math.Min(frames - done, Format.MaxFrames);
                ProcessPiece(
                    input.IsEmpty ? input : input.Slice(done * inputChannels, piece * inputChannels), inputChannels,
                    output.IsEmpty ? output : output.Slice(done * outputChannels, piece * outputChannels), outputChannels, piece);
                done += piece;
            }
            _watch?.End();
        }
        catch (Exception)
        {
            // Slots contain their own faults; this is ours. Silence, counted, and the stream goes on.
            output.Clear();
            Volatile.Write(ref _internalErrors, _internalErrors + 1);
        }
    }

    /// <summary>Disposes every chain it holds; one that throws does not keep the others. [control-thread &amp; not processing]</summary>
    /// <exception cref="AggregateException">What was thrown.</exception>
    public void Dispose()
    {
        List<Exception> thrown = [];
        foreach (Chain chain in _chains.TakeAll())
        {
            try
            {
                chain.Dispose();
            }
            catch (AggregateException exception)
            {
                thrown.AddRange(exception.InnerExceptions);
            }
        }
        if (thrown.Count > 0)
            throw new AggregateException(thrown);
    }

    private void TapNotes(SpscRing<PlayedNote> tap, in Transport transport)
    {
        foreach (NoteEvent note in _chains.Active.Notes)
            tap.TryWrite(new PlayedNote(transport.FramePosition + note.Frame,
                transport.BeatPosition + (note.Frame * transport.BeatsPerFrame(Format.SampleRate)), transport.TempoBpm, note));
    }

    private void ProcessPiece(ReadOnlySpan<float> input, int inputChannels, Span<float> output, int outputChannels, int frames)
    {
        AudioBuffer audio = new(_samples, Format.Channels, frames, Format.MaxFrames);
        if (Volatile.Read(ref _source) is { } source)
            source.Process(audio);
        else
            ChannelMap.Deinterleave(input, inputChannels, audio);
        // What is not finite is the sender's fault: as silence it harms no slot, and none is blamed for it.
        if (!InputMeter.Process(audio))
            audio.Clear();
        Copy(audio, Volatile.Read(ref _inputTap));
        TakeNotes();
        Transport transport = _transport.Next(frames);
        _chains.Process(audio, transport, _notes.Notes, _watch, Faults);
        if (Volatile.Read(ref _noteTap) is { } noteTap)
            TapNotes(noteTap, transport);
        Volatile.Read(ref _outputStage)?.Process(audio);
        _guard.Process(audio);
        if (_watch is not null)
            OutputMeter.Process(audio);
        if (!output.IsEmpty)
            ChannelMap.Interleave(audio, output, outputChannels);
        Copy(audio, Volatile.Read(ref _tap));
    }

    private void Copy(AudioBuffer audio, SpscRing<float>? tap)
    {
        if (tap is null)
            return;
        Span<float> tapped = _tapped.AsSpan(0, audio.Frames * Format.Channels);
        ChannelMap.Interleave(audio, tapped, Format.Channels);
        tap.TryWrite(tapped);
    }

    private void TakeNotes()
    {
        _notes.Clear();
        // What does not fit waits in the ring for the next piece.
        for (int i = 0; i < NotesPerBlock && Notes.TryRead(out NoteEvent note); i++)
            _notes.Add(note with { Frame = 0 });
    }

    private void RequireSameOptions(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (chain.Options != Options)
            throw new ArgumentException($"The chain was prepared for {chain.Options}, the engine for {Options}.", nameof(chain));
    }
}
