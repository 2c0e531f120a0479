using PluginHost.Dsp.Levels;
using PluginHost.Plugins.Acoustics;
using PluginHost.Plugins.Meeting;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The microphone of a simulated room, for the head of a chain: adds what arrives from the
/// <c>room-loop-speaker</c> at the chain's end, so that the chain howls as it would on a stage.</summary>
/// <remarks>
/// <para>y = x + gain (h * v), cut at full scale as a converter cuts it; v is what the loudspeaker played, h the room. 0 dB
/// is exactly where the loop begins to howl, by the Nyquist criterion, if the chain in between leaves the signal alone;
/// what it delays or colours moves that point. All channels hear the same.</para>
/// <para>The loop is delayed by the converters (<c>delay</c>) and by the way through the air. Only what the loudspeaker
/// played in earlier blocks can be heard, so a block longer than this delay makes the delay as long as the block, from
/// there to the next reset; as long as no block is, the result does not depend on blocks. <c>loop-delay</c> shows the
/// delay in use: 10 ms and more are enough for blocks of 512 frames at 48 kHz in every room.</para>
/// <para>Without a loudspeaker of the same loop behind it in the chain, and with <c>mute-loop</c> on, it leaves every
/// sample alone. Another room or another delay fades the loop out, changes, and fades it in; a moved microphone
/// crossfades. Where a chain is changed without being prepared anew, the two do not find each other.</para>
/// </remarks>
[AudioEffect("room-loop-microphone", "Room Loop Microphone",
    Description = "Head of a simulated feedback loop: hears the loudspeaker at the chain's end through a room.")]
public sealed class RoomMicrophoneEffect : AudioEffect
{
    /// <summary>The longest delay of the converters, in ms.</summary>
    internal const int MaxDelayMs = 50;

    // Frames between two looks at the parameters, counted from the reset.
    private const int Cell = 64;
    private const double LevelTimeConstantMs = 4;
    private const double MoveTimeConstantMs = 15;
    private readonly Parameter _name;
    private readonly Parameter _gain;
    private readonly Parameter _room;
    private readonly Parameter _moved;
    private readonly Parameter _delay;
    private readonly Parameter _mute;
    private readonly PeakMeter _feedback;
    private readonly Meter _loopDelay;
    private readonly Meter _closed;
    private readonly RoomSet _rooms = new();
    private readonly Glide _level = new();
    private readonly Glide _share = new();
    private readonly Glide _feed = new();
    private readonly float[] _levels = new float[Cell];
    private readonly float[] _shares = new float[Cell];
    private readonly float[] _feeds = new float[Cell];
    private readonly float[] _heard = new float[Cell];
    private readonly float[] _heardMoved = new float[Cell];
    private FeedbackLoop? _loop;
    private Stage? _stage;
    private RoomPath? _atPlace;
    private RoomPath? _atMoved;
    private int _roomNow;
    private int _delayNow;
    private int _longestBlock;
    private int _frame;

    /// <summary>Creates it on loop a, in front of a monitor, 6 dB below the howl. [control-thread]</summary>
    public RoomMicrophoneEffect()
    {
        // No parameter smooths itself here: the level glides, rooms crossfade.
        _name = Add(LoopName.Declare());
        _gain = Add(new Parameter("gain", "Gain", -60, 20, -6, ParameterUnit.Decibels) { SmoothingMs = 0 });
        _room = Add(Parameter.OneOf("room", "Room", 0, [.. RoomPlan.All.Select(plan => plan.Name)]));
        _moved = Add(Parameter.Toggle("moved", "Microphone moved"));
        _delay = Add(new Parameter("delay", "Converter delay", 0, MaxDelayMs, 4, ParameterUnit.Milliseconds) { SmoothingMs = 0 });
        _mute = Add(Parameter.Toggle("mute-loop", "Mute loop"));
        _feedback = new PeakMeter(Add(new Meter("feedback", "Feedback", ParameterUnit.Decibels)));
        _loopDelay = Add(new Meter("loop-delay", "Loop delay", ParameterUnit.Milliseconds));
        _closed = Add(new Meter("closed", "Loop closed"));
        _feedback.Reset();
    }

    /// <inheritdoc/>
    /// <remarks>None alone. A closed loop may ring for as long as it likes.</remarks>
    public override int TailFrames => _loop?.Line is null || _mute.IsOn ? 0 : int.MaxValue;

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        FollowParameters(audio.Frames);
        _stage!.Play();
        if (_loop!.Line is null)
            return;
        _loop.Open(_name.Choice, context.Transport.FramePosition, audio.Frames);
        if (_atPlace is null)
            Begin();
        MakeRoomFor(audio.Frames);
        _feedback.Fall(audio.Frames);
        for (int start = 0, frames; start < audio.Frames; start += frames)
        {
            if (_frame == 0)
                HeadForTargets();
            frames = Math.Min(audio.Frames - start, Cell - _frame);
            Hear(start, frames);
            for (int channel = 0; channel < audio.Channels; channel++)
                AddTo(audio[channel].Slice(start, frames));
            _frame = (_frame + frames) % Cell;
        }
        _feedback.Show();
        _closed.Publish(_loop.IsClosed ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        _level.Prepare(LevelTimeConstantMs * Format.SampleRate / 1000);
        _feed.Prepare(LevelTimeConstantMs * Format.SampleRate / 1000);
        _share.Prepare(MoveTimeConstantMs * Format.SampleRate / 1000);
        _feed.HeadFor(1);
        _feedback.Prepare(Format.SampleRate);
        OnDispose();
        _loop = new FeedbackLoop(Format, _rooms);
        _stage = Stage.Join(_loop);
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _loop!.Reset();
        _atPlace = _atMoved = null;
        _longestBlock = _frame = 0;
        _feedback.Reset();
        _loopDelay.Publish(0);
        _closed.Publish(0);
    }

    /// <inheritdoc/>
    protected override void OnDispose()
    {
        if (_loop is not null)
            _stage!.Leave(_loop);
    }

    private void FollowParameters(int frames)
    {
        for (int i = 0; i < Parameters.Count; i++)
            Parameters[i].Skip(frames);
    }

    /// <summary>The first block, when it is known whether there is a loudspeaker.</summary>
    private void Begin()
    {
        EnterRoom();
        HeadForTargets();
        _level.SnapToTarget();
        _share.SnapToTarget();
        _feed.SnapToTarget();
    }

    private int DelayWanted => Format.FramesFromMs(_delay.Target);

    private void HeadForTargets()
    {
        bool isOther = _room.Choice != _roomNow || DelayWanted != _delayNow;
        if (isOther && !_level.IsMoving && _level.Value == 0)
        {
            EnterRoom();
            // What plays just now fades in, or its start would click in every reflection.
            _feed.HeadFor(0);
            _feed.SnapToTarget();
            _feed.HeadFor(1);
            isOther = false;
        }
        _level.HeadFor(isOther || _mute.IsOn ? 0 : Decibels.ToGain(_gain.Target));
        _share.HeadFor(_moved.IsOn ? 1 : 0);
    }

    private void EnterRoom()
    {
        (_roomNow, _delayNow) = (_room.Choice, DelayWanted);
        (_atPlace, _atMoved) = _rooms[_roomNow];
        _atPlace.Reset();
        _atMoved.Reset();
        SetDelay();
    }

    private void MakeRoomFor(int frames)
    {
        _longestBlock = Math.Max(_longestBlock, frames);
        if (Math.Min(_atPlace!.DelayFrames, _atMoved!.DelayFrames) < frames)
            SetDelay();
    }

    private void SetDelay()
    {
        foreach (RoomPath path in (ReadOnlySpan<RoomPath>)[_atPlace!, _atMoved!])
            path.DelayBy(Math.Max(_delayNow + path.LeadFrames, _longestBlock));
        _loopDelay.Publish(_atPlace!.DelayFrames * 1000f / Format.SampleRate);
    }

    /// <summary>Puts what arrives at the microphone into <see cref="_heard"/>.</summary>
    private void Hear(int start, int frames)
    {
        Span<float> heard = _heard.AsSpan(0, frames), moved = _heardMoved.AsSpan(0, frames);
        Span<float> levels = _levels.AsSpan(0, frames), shares = _shares.AsSpan(0, frames), feeds = [];
        if (_feed.IsMoving)
        {
            feeds = _feeds.AsSpan(0, frames);
            _feed.Fill(feeds);
        }
        _atPlace!.Hear(_loop!.Line!, start, feeds, heard);
        _atMoved!.Hear(_loop.Line!, start, feeds, moved);
        _level.Fill(levels);
        _share.Fill(shares);
        (float limit, float movedLimit) = (_atPlace.Limit, _atMoved.Limit);
        for (int i = 0; i < heard.Length; i++)
            heard[i] = levels[i] * (((1 - shares[i]) * limit * heard[i]) + (shares[i] * movedLimit * moved[i]));
        _feedback.Add(heard);
    }

    private void AddTo(Span<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            // Feedback takes nothing beyond full scale, yet leaves what was there before: without it every sample stays.
            float most = MathF.Max(1, MathF.Abs(samples[i]));
            samples[i] = Math.Clamp(samples[i] + _heard[i], -most, most);
        }
    }
}
