using PluginHost.Plugins.Listening;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Playing;

/// <summary>Everything that runs on the audio thread: follows the time, hears the player, plays every note at its frame.</summary>
internal sealed class Player
{
    private readonly GeneratorControls _controls;
    private readonly GeneratorMeters _meters;
    private readonly MusicClock _clock;
    private readonly TapTempo _tap;
    private readonly PlanDesk _desk;
    private readonly PlanWriter _writer;
    private readonly Listener _listener;
    private readonly BarBook _book;
    private readonly Conductor _conductor;
    private readonly Band _band;
    private readonly NoteQueue _begins = new(), _ends = new();
    private readonly float[] _heard = new float[Band.MaxFrames];
    private long _entrance;
    private int _shownBar;
    private bool _wasTapped;
    private double _tempo;

    /// <summary>Allocates everything. [control-thread]</summary>
    public Player(GeneratorControls controls, GeneratorMeters meters, MusicClock clock, TapTempo tap, PlanDesk desk, PlanWriter writer, int rate)
    {
        (_controls, _meters, _clock, _tap, _desk, _writer) = (controls, meters, clock, tap, desk, writer);
        _listener = new Listener(rate);
        _book = new BarBook(controls, desk, SparePlan.Create());
        _conductor = new Conductor(controls, clock, _listener, _book, _begins);
        _band = new Band(rate);
    }

    /// <summary>Has the first bar written. [control-thread]</summary>
    public void WriteAhead(double tempo, double beatsPerBar) => _desk.WriteFirst(_book.Foresee(tempo, beatsPerBar, _listener));

    /// <summary>Starts over. [audio-thread]</summary>
    public void Reset()
    {
        _clock.Reset();
        _tap.Reset();
        _listener.Reset();
        _conductor.Reset();
        _begins.Reset();
        _ends.Reset();
        _band.Follow(_controls);
        _band.Reset();
        (_entrance, _shownBar, _wasTapped, _tempo) = (-1, -1, _controls.IsTapped, _controls.TempoBpm);
    }

    /// <summary>Plays a block. [audio-thread]</summary>
    public void Process(in ProcessContext context)
    {
        _band.Follow(_controls);
        FollowTime(context);
        AudioBuffer audio = context.Audio;
        for (int frame = 0, frames; frame < audio.Frames; frame += frames)
        {
            PlayDue(context, frame);
            long next = Math.Min(Math.Min(_conductor.NextFrame, FrameOf(_begins)), FrameOf(_ends)) - _clock.Frame;
            frames = (int)Math.Min(Math.Min(next, audio.Frames - frame), Math.Min(Band.MaxFrames, _listener.FramesToHop));
            AudioBuffer part = audio.Slice(frame, frames);
            Hear(part);
            _band.AddTo(part);
            _clock.Advance(frames);
            if (_listener.Entrance != _entrance)
                ComeIn();
        }
    }

    // Whoever keeps his own time and waits for the player takes the first strike for the beginning of a bar.
    private void ComeIn()
    {
        _entrance = _listener.Entrance;
        if (!_controls.StartsWithPlayer || !_clock.IsOwn || !_clock.IsRunning || _conductor.IsPlaying)
            return;
        _clock.Align(_entrance, _clock.BeatsPerBar);
        _ends.Shift(_clock.JumpBeats);
        _conductor.Follow(ClockMove.Jumped);
    }

    private void FollowTime(in ProcessContext context)
    {
        bool isTap = _controls.IsTapped != _wasTapped;
        if (isTap)
            _tap.Tap(_clock.Frame);
        else if (_controls.TempoBpm != _tempo)
            _tap.Reset();
        (_wasTapped, _tempo) = (_controls.IsTapped, _controls.TempoBpm);
        bool taps = _tap.TempoBpm > 0;
        ClockSource source = taps && _controls.Clock == ClockSource.Auto ? ClockSource.Own : _controls.Clock;
        ClockMove move = _clock.Begin(context.Transport, source, taps ? _tap.TempoBpm : _tempo);
        if (move == ClockMove.Jumped)
            _ends.Shift(_clock.JumpBeats);
        if (move == ClockMove.Stopped)
        {
            _begins.Clear();
            while (!_ends.IsEmpty)
                End(context, _ends.Take(), 0);
        }
        if (isTap && taps && _clock.IsOwn && move == ClockMove.None)
            move = PutBeatHere();
        _conductor.Follow(move);
    }

    // A tap is a beat. By less than half a step the time is only pushed: what was decided for it stays.
    private ClockMove PutBeatHere()
    {
        _clock.Align(_clock.Frame, 1);
        if (Math.Abs(_clock.JumpBeats) < 0.5 / StepCursor.PerBeat)
            return ClockMove.None;
        _ends.Shift(_clock.JumpBeats);
        return ClockMove.Jumped;
    }

    // Ends first, or a note struck again would be ended by its former self.
    private void PlayDue(in ProcessContext context, int frame)
    {
        while (_conductor.NextFrame <= _clock.Frame)
        {
            _conductor.Decide();
            Show();
        }
        while (FrameOf(_ends) <= _clock.Frame)
            End(context, _ends.Take(), frame);
        while (FrameOf(_begins) <= _clock.Frame)
            Begin(context, _begins.Take(), frame);
    }

    private void Begin(in ProcessContext context, in Note note, int frame)
    {
        if (_ends.TryRemove(note.Role, note.Key, out Note former))
            End(context, former, frame);
        if (_controls.HasVoices)
            _band.Start(note.Role, note.Key, note.Velocity);
        if (_controls.HasNotes)
            context.Emit(new NoteEvent(frame, NoteKind.On, ChannelOf(note.Role), note.Key, note.Velocity));
        _ends.Add(note with { Beat = note.Beat + note.Beats, IsEmitted = _controls.HasNotes });
    }

    private void End(in ProcessContext context, in Note note, int frame)
    {
        _band.End(note.Role, note.Key);
        if (note.IsEmitted)
            context.Emit(new NoteEvent(frame, NoteKind.Off, ChannelOf(note.Role), note.Key, 0));
    }

    private void Hear(AudioBuffer part)
    {
        Span<float> heard = _heard.AsSpan(0, part.Frames);
        part[0].CopyTo(heard);
        for (int channel = 1; channel < part.Channels; channel++)
        {
            Span<float> samples = part[channel];
            for (int i = 0; i < heard.Length; i++)
                heard[i] += samples[i];
        }
        float share = 1f / part.Channels;
        foreach (ref float sample in heard)
            sample *= share;
        _listener.Listen(heard, _clock);
    }

    private void Show()
    {
        _meters.Show(_clock, _conductor, _book, _listener);
        if (_book.Bar == _shownBar)
            return;
        _shownBar = _book.Bar;
        _meters.ShowBar(_controls, _writer, _book);
    }

    private long FrameOf(NoteQueue notes) => notes.IsEmpty ? long.MaxValue : _clock.FrameOf(notes.NextBeat);

    // By custom the tenth channel is that of the drums.
    private static byte ChannelOf(Role role) => role == Role.Drums ? (byte)9 : (byte)role;
}
