using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>
/// One instance of the effect under test, driven as a host drives it: transport at 120 BPM from frame 0 after every
/// <see cref="Prepare"/> and <see cref="Reset"/>, notes if asked for. Every call goes through the watch.
/// </summary>
internal sealed class Instance
{
    /// <summary>The format of every check that is not about formats: 48 kHz, stereo, blocks up to 512 frames.</summary>
    public static readonly AudioFormat UsualFormat = new(48_000, 2, 512);

    private const int NoteEvery = 3_000;
    private const int NoteFrames = 2_000;

    private readonly CallWatch _watch;
    private readonly NoteBuffer _notes = new(64);
    private readonly NoteBuffer _emitted = new(4096);
    private long _position;

    public Instance(Func<AudioEffect> create, CallWatch watch)
    {
        _watch = watch;
        watch.Enter("the constructor");
        Effect = create();
        watch.Leave();
    }

    public AudioEffect Effect { get; }

    /// <summary>Gets or sets whether notes are played along; what the effect emits is kept while they are.</summary>
    public bool PlaysNotes { get; set; }

    /// <summary>Gets what the effect emitted while notes were played, frames counted from the start.</summary>
    public List<NoteEvent> Emitted { get; } = [];

    public int Latency => Watched("LatencyFrames", static effect => effect.LatencyFrames);

    public int MaxLatency => Watched("MaxLatencyFrames", static effect => effect.MaxLatencyFrames);

    public int Tail => Watched("TailFrames", static effect => effect.TailFrames);

    /// <summary>Gets latency and tail together: how long it may sound after its input ended.</summary>
    public long Ringing => (long)Latency + Tail;

    public void Prepare(in AudioFormat format)
    {
        _watch.Enter("Prepare");
        // Checks compare samples, which no thread of the effect's own may decide.
        Effect.Prepare(format with { IsOffline = true });
        _watch.Leave();
        _position = 0;
    }

    public void Reset()
    {
        _watch.Enter("Reset");
        Effect.Reset();
        _watch.Leave();
        _position = 0;
    }

    public byte[] SaveState() => Watched("SaveState", static effect => effect.SaveState());

    public void LoadState(ReadOnlySpan<byte> state)
    {
        _watch.Enter("LoadState");
        Effect.LoadState(state);
        _watch.Leave();
    }

    public void Dispose()
    {
        _watch.Enter("Dispose");
        Effect.Dispose();
        _watch.Leave();
    }

    /// <summary>Runs a part of a signal through the effect, in place.</summary>
    public void Process(Signal signal, int start, int length, Func<int, int> cut)
    {
        for (int done = 0; done < length;)
        {
            int frames = cut(length - done);
            Process(signal.Buffer.Slice(start + done, frames));
            done += frames;
        }
    }

    /// <summary>Runs a whole signal through the effect, in place.</summary>
    public void Process(Signal signal, Func<int, int> cut) => Process(signal, 0, signal.Frames, cut);

    /// <summary>Runs one block through the effect. Does not allocate unless notes are played.</summary>
    public void Process(AudioBuffer block)
    {
        int rate = Effect.Format.SampleRate;
        var transport = new Transport(120, _position * (120.0 / 60 / rate), _position);
        PlayNotes(block.Frames);
        _emitted.Clear();
        _watch.Enter("Process");
        Effect.Process(new ProcessContext(block, transport, _notes.Notes, _emitted));
        _watch.Leave();
        if (PlaysNotes)
            KeepEmitted(block.Frames);
        _position += block.Frames;
    }

    private void PlayNotes(int frames)
    {
        _notes.Clear();
        if (!PlaysNotes)
            return;
        long note = Math.Max(0, (_position - NoteFrames) / NoteEvery);
        for (; note * NoteEvery < _position + frames; note++)
        {
            byte key = (byte)(48 + (note % 24));
            Play(note * NoteEvery, NoteKind.On, key, frames);
            Play((note * NoteEvery) + NoteFrames, NoteKind.Off, key, frames);
        }
    }

    private void Play(long at, NoteKind kind, byte key, int frames)
    {
        if (at >= _position && at < _position + frames)
            _notes.Add(new NoteEvent((int)(at - _position), kind, 0, key, 0.8f));
    }

    private void KeepEmitted(int frames)
    {
        foreach (NoteEvent note in _emitted.Notes)
        {
            if ((uint)note.Frame >= (uint)frames)
                throw new InvalidOperationException($"a note was emitted at frame {note.Frame} of a block of {frames}");
            Emitted.Add(note with { Frame = (int)_position + note.Frame });
        }
    }

    private T Watched<T>(string call, Func<AudioEffect, T> read)
    {
        _watch.Enter(call);
        T value = read(Effect);
        _watch.Leave();
        return value;
    }
}
