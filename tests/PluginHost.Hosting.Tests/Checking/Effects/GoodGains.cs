using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

[AudioEffect("good-gain", "Gain")]
public sealed class GoodGain : AudioEffect
{
    private readonly Parameter _gain;
    private readonly Meter _level;

    public GoodGain()
    {
        _gain = Add(new Parameter("gain", "Gain", -60, 24, 0, ParameterUnit.Decibels));
        _level = Add(new Meter("level", "Level"));
    }

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        for (int n = 0; n < audio.Frames; n++)
        {
            float gain = Decibels.ToGain(_gain.Next());
            for (int channel = 0; channel < audio.Channels; channel++)
                audio[channel][n] *= gain;
        }
        _level.Publish(audio[0][^1]);
    }
}

[AudioEffect("good-drive", "Drive")]
public sealed class GoodDrive : AudioEffect
{
    private readonly Parameter _drive, _mode;
    private readonly Parameter _mute;
    private float _fade = 1;

    public GoodDrive()
    {
        _drive = Add(new Parameter("drive", "Drive", 1, 30, 4) { Taper = ParameterTaper.Logarithmic, SmoothingMs = 5 });
        _mode = Add(Parameter.OneOf("mode", "Mode", 0, "tanh", "hard", "fold"));
        _mute = Add(Parameter.Toggle("mute", "Mute"));
    }

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        int mode = _mode.Choice;
        for (int n = 0; n < audio.Frames; n++)
        {
            float drive = _drive.Next();
            _fade = Math.Clamp(_fade + (_mute.IsOn ? -0.01f : 0.01f), 0, 1);
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                float x = audio[channel][n] * drive;
                audio[channel][n] = _fade * (mode switch
                {
                    0 => MathF.Tanh(x),
                    1 => Math.Clamp(x, -1, 1),
                    _ => MathF.Sin(x),
                });
            }
        }
    }

    protected override void OnReset() => _fade = _mute.IsOn ? 0 : 1;
}
