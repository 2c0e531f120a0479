using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>Delays by 64 frames and says otherwise.</summary>
public abstract class Delays64 : AudioEffect
{
    private readonly Lines _lines = new();

    public override void Process(in ProcessContext context) => _lines.Delay(context.Audio, 64);

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, 64);

    protected override void OnReset() => _lines.Clear();
}

[AudioEffect("undeclared-latency", "Broken")]
public sealed class UndeclaredLatency : Delays64
{
    public UndeclaredLatency() => Add(new Parameter("idle", "Idle", 0, 1, 0));

    public override int TailFrames => 64;
}

[AudioEffect("too-much-latency", "Broken")]
public sealed class TooMuchLatency : Delays64
{
    public override int LatencyFrames => 128;
}

[AudioEffect("one-frame-off", "Broken")]
public sealed class OneFrameOff : Delays64
{
    public override int LatencyFrames => 65;
}

[AudioEffect("wrong-look-ahead", "Broken")]
public sealed class WrongLookAhead : Delays64
{
    private readonly Parameter _frames;

    public WrongLookAhead() =>
        _frames = Add(new Parameter("frames", "Frames", 64, 256, 64, ParameterUnit.Frames)
        {
            Step = 64,
            SmoothingMs = 0,
        });

    public override int LatencyFrames => (int)_frames.Target;

    public override int MaxLatencyFrames => 256;
}

[AudioEffect("beyond-bound", "Broken")]
public sealed class BeyondItsBound : AudioEffect
{
    private readonly Parameter _frames;
    private readonly Lines _lines = new();

    public BeyondItsBound() =>
        _frames = Add(new Parameter("frames", "Frames", 0, 256, 64, ParameterUnit.Frames)
        {
            Step = 64,
            SmoothingMs = 0,
        });

    // MaxLatencyFrames follows, as its default does, instead of naming the most.
    public override int LatencyFrames => (int)_frames.Target;

    public override void Process(in ProcessContext context) => _lines.Delay(context.Audio, LatencyFrames);

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, 256);

    protected override void OnReset() => _lines.Clear();
}
