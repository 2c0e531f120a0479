using PluginHost.Sdk;

namespace PluginHost.Testing;

/// <summary>Multiplies by a smoothed gain.</summary>
[AudioEffect("test-gain", "Test gain", Description = "Multiplies.")]
public sealed class GainEffect : AudioEffect
{
    private float[] _gains = [];

    /// <summary>Declares its parameter.</summary>
    public GainEffect() => Gain = Add(new Parameter("gain", "Gain", 0, 2, 1));

    /// <summary>Gets the factor.</summary>
    public Parameter Gain { get; }

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        Span<float> gains = _gains.AsSpan(0, context.Audio.Frames);
        Gain.Fill(gains);
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            Span<float> row = context.Audio[channel];
            for (int i = 0; i < row.Length; i++)
                row[i] *= gains[i];
        }
    }

    /// <inheritdoc/>
    protected override void OnPrepare() => _gains = new float[Format.MaxFrames];
}
