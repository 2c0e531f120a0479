using PluginHost.Plugins.Meeting;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The loudspeaker of a simulated room, for the end of a chain: what comes here is heard by the
/// <c>room-loop-microphone</c> at the head of the same chain. Leaves the signal alone.</summary>
/// <remarks>It plays the mean of all channels. Without a microphone of the same loop in front of it in the chain it does
/// nothing; of two loudspeakers of one loop the first plays.</remarks>
[AudioEffect("room-loop-speaker", "Room Loop Speaker", Description = "End of a simulated feedback loop: plays into the room.")]
public sealed class RoomSpeakerEffect : AudioEffect
{
    private readonly Parameter _loop;
    private readonly PeakMeter _level;
    private Stage? _stage;

    /// <summary>Creates it on loop a. [control-thread]</summary>
    public RoomSpeakerEffect()
    {
        _loop = Add(LoopName.Declare());
        _level = new PeakMeter(Add(new Meter("level", "Level", ParameterUnit.Decibels)));
        _level.Reset();
    }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        _loop.Skip(audio.Frames);
        _level.Fall(audio.Frames);
        for (int channel = 0; channel < audio.Channels; channel++)
            _level.Add(audio[channel]);
        _level.Show();
        if (_stage is not { } stage)
            return;
        stage.Play();
        stage.Find(_loop.Choice, context.Transport.FramePosition, audio.Frames)?.Close(audio);
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        _level.Prepare(Format.SampleRate);
        _stage = Stage.Current();
    }

    /// <inheritdoc/>
    protected override void OnReset() => _level.Reset();

    /// <inheritdoc/>
    protected override void OnDispose() => _stage = null;
}
