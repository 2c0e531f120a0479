using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Delays;
using PluginHost.Plugins.Acoustics;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Meeting;

/// <summary>
/// Where a microphone and the loudspeaker behind it in the same chain meet: what the loudspeaker plays, and the
/// microphone hears later. Block by block the microphone opens it and the loudspeaker closes it; who finds it open has
/// found the microphone of this very block, on this very thread.
/// </summary>
internal sealed class FeedbackLoop
{
    private readonly AudioFormat _format;
    private readonly RoomSet _rooms;
    private readonly float[] _played;
    private DelayLine? _line;
    private int _name;
    private int _thread;
    private long _position;
    private int _frames;
    private bool _hasClosed;

    /// <summary>Sizes it; allocates. [control-thread]</summary>
    /// <param name="format">Of the chain.</param>
    /// <param name="rooms">Built once there is a loudspeaker.</param>
    public FeedbackLoop(in AudioFormat format, RoomSet rooms)
    {
        (_format, _rooms) = (format, rooms);
        _played = new float[format.MaxFrames];
    }

    /// <summary>Gets what was played before this block; null while there is no loudspeaker. [any-thread]</summary>
    public DelayLine? Line => Volatile.Read(ref _line);

    /// <summary>Gets whether a loudspeaker played in the block before. [audio-thread]</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Builds the rooms for a loudspeaker that came; allocates, takes some 50 ms. [control-thread]</summary>
    public void Furnish()
    {
        if (_line is not null)
            return;
        _rooms.Build(_format.SampleRate);
        int lead = RoomPlan.All.Select((_, i) => Math.Max(_rooms[i].AtPlace.LeadFrames, _rooms[i].Moved.LeadFrames)).Max();
        int delay = lead + _format.FramesFromMs(RoomMicrophoneEffect.MaxDelayMs);
        Volatile.Write(ref _line, new DelayLine(Math.Max(delay, _format.MaxFrames)));
    }

    /// <summary>Forgets what was played. [audio-thread]</summary>
    public void Reset()
    {
        _line?.Reset();
        _frames = 0;
        IsClosed = _hasClosed = false;
    }

    /// <summary>Begins a block: what the last one left open was silence. Does not allocate. [audio-thread]</summary>
    /// <param name="name">The channel that the microphone listens to.</param>
    /// <param name="position">Where the block begins.</param>
    /// <param name="frames">Its length.</param>
    public void Open(int name, long position, int frames)
    {
        if (_frames > 0)
        {
            _played.AsSpan(0, _frames).Clear();
            Write();
        }
        (IsClosed, _hasClosed) = (_hasClosed, false);
        (_name, _position, _thread) = (name, position, Environment.CurrentManagedThreadId);
        _frames = frames;
    }

    /// <summary>Tells whether it was opened in this block and on this thread. [audio-thread]</summary>
    public bool IsOpen(int name, long position, int frames) =>
        _frames == frames && _position == position && _name == name && _thread == Environment.CurrentManagedThreadId;

    /// <summary>Ends a block: the loudspeaker plays the mean of all channels, cut at full scale as a converter cuts it.
    /// Does not allocate. [audio-thread]</summary>
    /// <param name="audio">The block.</param>
    public void Close(AudioBuffer audio)
    {
        Span<float> played = _played.AsSpan(0, _frames);
        audio[0].CopyTo(played);
        for (int channel = 1; channel < audio.Channels; channel++)
        {
            ReadOnlySpan<float> samples = audio[channel];
            for (int i = 0; i < played.Length; i++)
                played[i] += samples[i];
        }
        float share = 1f / audio.Channels;
        foreach (ref float sample in played)
        {
            float cut = Math.Clamp(sample * share, -1, 1);
            sample = float.IsNaN(cut) ? 0 : Tiny.Flush(cut);
        }
        Write();
        _hasClosed = true;
    }

    private void Write()
    {
        _line?.Write(_played.AsSpan(0, _frames));
        _frames = 0;
    }
}
