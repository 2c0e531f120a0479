using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>Echoes with a dry path and a tail.</summary>
[AudioEffect("good-echo", "Echo")]
public sealed class GoodEcho : AudioEffect
{
    private readonly Parameter _time, _feedback, _mix;
    private readonly Lines _lines = new();

    public GoodEcho()
    {
        _time = Add(new Parameter("time", "Time", 20, 120, 50, ParameterUnit.Milliseconds)
        {
            Step = 1,
            SmoothingMs = 0,
        });
        _feedback = Add(new Parameter("feedback", "Feedback", 0, 90, 50, ParameterUnit.Percent));
        _mix = Add(new Parameter("mix", "Mix", 0, 100, 30, ParameterUnit.Percent));
    }

    public override int TailFrames
    {
        get
        {
            double feedback = Math.Max(_feedback.Target / 100, 1e-3);
            double repeats = 1 + (Math.Log(1e-6) / Math.Log(feedback));
            return (int)Math.Ceiling((1 + repeats) * Format.FramesFromMs(_time.Target));
        }
    }

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        int time = Format.FramesFromMs(_time.Target);
        for (int n = 0; n < audio.Frames; n++)
        {
            float feedback = _feedback.Next() / 100, mix = _mix.Next() / 100;
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                float dry = audio[channel][n], wet = _lines.Read(channel, time);
                _lines.Write(channel, Denormals.Flush(dry + (feedback * wet)));
                audio[channel][n] = dry + (mix * (wet - dry));
            }
            _lines.Advance();
        }
    }

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, Format.FramesFromMs(121));

    protected override void OnReset() => _lines.Clear();
}

/// <summary>A delay that is all wet: late sound, but no latency.</summary>
[AudioEffect("good-wet-delay", "Wet delay")]
public sealed class GoodWetDelay : AudioEffect
{
    private readonly Parameter _time;
    private readonly Lines _lines = new();

    public GoodWetDelay() =>
        _time = Add(new Parameter("time", "Time", 1, 200, 100, ParameterUnit.Milliseconds)
        {
            Step = 1,
            SmoothingMs = 0,
        });

    public override int TailFrames => Format.FramesFromMs(_time.Target);

    public override void Process(in ProcessContext context) => _lines.Delay(context.Audio, TailFrames);

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, Format.FramesFromMs(201));

    protected override void OnReset() => _lines.Clear();
}

/// <summary>A look-ahead whose latency a parameter sets.</summary>
[AudioEffect("good-look-ahead", "Look-ahead")]
public sealed class GoodLookAhead : AudioEffect
{
    private readonly Parameter _frames;
    private readonly Lines _lines = new();

    public GoodLookAhead() =>
        _frames = Add(new Parameter("frames", "Frames", 0, 256, 64, ParameterUnit.Frames)
        {
            Step = 64,
            SmoothingMs = 0,
        });

    public override int LatencyFrames => (int)_frames.Target;

    public override int MaxLatencyFrames => 256;

    public override void Process(in ProcessContext context) => _lines.Delay(context.Audio, LatencyFrames);

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, 256);

    protected override void OnReset() => _lines.Clear();
}
