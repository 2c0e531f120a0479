using PluginHost.Sdk;

namespace MyEffects;

[AudioEffect("tremolo", "Tremolo", Description = "Moves the level up and down.")]
public sealed class Tremolo : AudioEffect
{
    private readonly Parameter _rate;
    private readonly Parameter _depth;
    private double _phaseCycles;

    public Tremolo()
    {
        _rate = Add(new Parameter("rate", "Rate", 0.1f, 20, 5, ParameterUnit.Hertz) { Taper = ParameterTaper.Logarithmic });
        _depth = Add(new Parameter("depth", "Depth", 0, 100, 50, ParameterUnit.Percent));
    }

    protected override void OnReset() => _phaseCycles = 0;

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        for (int frame = 0; frame < audio.Frames; frame++)
        {
            float dip = 0.5f - (0.5f * (float)Math.Cos(Math.Tau * _phaseCycles));
            float gain = 1 - (_depth.Next() / 100 * dip);
            _phaseCycles = (_phaseCycles + (_rate.Next() / Format.SampleRate)) % 1;
            for (int channel = 0; channel < audio.Channels; channel++)
                audio[channel][frame] *= gain;
        }
    }
}
