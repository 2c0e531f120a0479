using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>A gain, the same for all channels of a frame.</summary>
public abstract class FrameByFrame : AudioEffect
{
    public sealed override void Process(in ProcessContext context)
    {
        for (int n = 0; n < context.Audio.Frames; n++)
        {
            float value = Next();
            for (int channel = 0; channel < context.Audio.Channels; channel++)
                context.Audio[channel][n] = Apply(value, context.Audio[channel][n]);
        }
    }

    protected abstract float Next();

    protected virtual float Apply(float gain, float sample) => gain * sample;
}

[AudioEffect("nan", "Broken")]
public sealed class NotFiniteAtMaximum : FrameByFrame
{
    private readonly Parameter _amount;

    public NotFiniteAtMaximum() => _amount = Add(new Parameter("amount", "Amount", 0, 1, 0));

    protected override float Next() => _amount.Next();

    protected override float Apply(float gain, float sample) => gain == 1 && sample > 0.9f ? float.NaN : sample;
}

[AudioEffect("runaway", "Broken")]
public sealed class RunsAway : FrameByFrame
{
    private readonly Parameter _drive;

    public RunsAway() => _drive = Add(new Parameter("drive", "Drive", 0, 60, 0, ParameterUnit.Decibels));

    protected override float Next() => Decibels.ToGain(_drive.Next());
}

/// <summary>Feeds back more than it takes in, but only with both parameters up.</summary>
[AudioEffect("grows", "Broken")]
public sealed class GrowsAtOneCorner : FrameByFrame
{
    private readonly Parameter _first, _second;
    private float _held;

    public GrowsAtOneCorner()
    {
        _first = Add(new Parameter("first", "First", 0, 1, 0));
        _second = Add(new Parameter("second", "Second", 0, 1.001f, 0));
    }

    public override int TailFrames => _first.Target * _second.Target > 1 ? int.MaxValue : 0;

    protected override float Next() => _first.Next() * _second.Next();

    protected override float Apply(float gain, float sample)
    {
        _held = Math.Clamp(gain > 1 ? (gain * _held) + sample : sample, -1e6f, 1e6f);
        return _held;
    }

    protected override void OnReset() => _held = 0;
}

/// <summary>Two gains that add up to +48 dB, which is loud but steady.</summary>
[AudioEffect("good-loud", "Loud")]
public sealed class GoodLoud : FrameByFrame
{
    private readonly Parameter _input, _output;

    public GoodLoud()
    {
        _input = Add(new Parameter("input", "Input", -24, 24, 0, ParameterUnit.Decibels));
        _output = Add(new Parameter("output", "Output", -24, 24, 0, ParameterUnit.Decibels));
    }

    protected override float Next() => Decibels.ToGain(_input.Next()) * Decibels.ToGain(_output.Next());
}

[AudioEffect("throws-at-corner", "Broken")]
public sealed class ThrowsAtMinimum : FrameByFrame
{
    private readonly Parameter _size;

    public ThrowsAtMinimum() => _size = Add(new Parameter("size", "Size", 0, 64, 32) { Step = 32, SmoothingMs = 0 });

    protected override float Next() => _size.Target > 0 ? 1 : throw new DivideByZeroException("size is 0");
}

[AudioEffect("undeclared-tail", "Broken")]
public sealed class UndeclaredTail : FrameByFrame
{
    private float _held;

    protected override float Next() => 1;

    protected override float Apply(float gain, float sample) => _held = sample + (0.99f * _held * 0.5f);

    protected override void OnReset() => _held = 0;
}

[AudioEffect("unsmoothed-gain", "Broken")]
public sealed class UnsmoothedGain : FrameByFrame
{
    private readonly Parameter _gain;

    public UnsmoothedGain() => _gain = Add(new Parameter("gain", "Gain", 0, 1, 1) { SmoothingMs = 0 });

    protected override float Next() => _gain.Next();
}

[AudioEffect("stepped-gain", "Broken")]
public sealed class SteppedGain : FrameByFrame
{
    private readonly Parameter _gain;
    private float _held;
    private int _frame;

    public SteppedGain() => _gain = Add(new Parameter("gain", "Gain", 0, 1, 1));

    protected override float Next()
    {
        float value = _gain.Next();
        return _held = _frame++ % 64 == 0 ? value : _held;
    }

    protected override void OnReset() => _frame = 0;
}

[AudioEffect("hard-mute", "Broken")]
public sealed class HardMute : FrameByFrame
{
    private readonly Parameter _mute;

    public HardMute() => _mute = Add(Parameter.Toggle("mute", "Mute"));

    protected override float Next() => _mute.IsOn ? 0 : 1;
}
