using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>A low-pass whose bulk arrives long after its first trace: no latency.</summary>
[AudioEffect("good-low-pass", "Low-pass")]
public sealed class GoodLowPass : AudioEffect
{
    private readonly Parameter _cutoff;
    private float[] _first = [], _second = [];

    public GoodLowPass() => _cutoff = Add(new Parameter("cutoff", "Cut-off", 40, 4_000, 100, ParameterUnit.Hertz)
    {
        Taper = ParameterTaper.Logarithmic,
    });

    // Two equal poles, down to -90 dB in about 13.5 time constants.
    public override int TailFrames => (int)(13.5 * Format.SampleRate / (Math.Tau * _cutoff.Target)) + 1;

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        for (int n = 0; n < audio.Frames; n++)
        {
            float pole = MathF.Exp(-MathF.Tau * _cutoff.Next() / Format.SampleRate);
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                _first[channel] += (1 - pole) * (audio[channel][n] - _first[channel]);
                _second[channel] += (1 - pole) * (_first[channel] - _second[channel]);
                audio[channel][n] = _second[channel];
            }
        }
    }

    protected override void OnPrepare() => (_first, _second) = (new float[Format.Channels], new float[Format.Channels]);

    protected override void OnReset()
    {
        Array.Clear(_first);
        Array.Clear(_second);
    }
}

/// <summary>A linear-phase average over 63 frames: it rings before its latency of 31 frames.</summary>
[AudioEffect("good-fir", "Linear phase")]
public sealed class GoodLinearPhase : AudioEffect
{
    private const int Taps = 63;
    private readonly Lines _lines = new();

    public override int LatencyFrames => Taps / 2;

    public override int TailFrames => (Taps / 2) + 1;

    public override void Process(in ProcessContext context)
    {
        AudioBuffer audio = context.Audio;
        for (int n = 0; n < audio.Frames; n++)
        {
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                _lines.Write(channel, audio[channel][n]);
                float sum = 0;
                for (int tap = 0; tap < Taps; tap++)
                    sum += _lines.Read(channel, tap) * (0.5f - (0.5f * MathF.Cos(MathF.Tau * (tap + 1) / (Taps + 1))));
                audio[channel][n] = sum / Taps * 2;
            }
            _lines.Advance();
        }
    }

    protected override void OnPrepare() => _lines.Prepare(Format.Channels, Taps);

    protected override void OnReset() => _lines.Clear();
}
