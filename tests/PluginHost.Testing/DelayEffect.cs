using PluginHost.Sdk;

namespace PluginHost.Testing;

/// <summary>Delays by as many frames as it declares as its latency, which may change while it runs, and multiplies.</summary>
public sealed class DelayEffect(int latency, int maxLatency, float gain = 1) : AudioEffect
{
    private float[][] _past = [];
    private int _position;

    /// <summary>Gets or sets the latency, 0 to the largest.</summary>
    public int Latency { get; set; } = latency;

    /// <inheritdoc/>
    public override int LatencyFrames => Latency;

    /// <inheritdoc/>
    public override int MaxLatencyFrames => maxLatency;

    /// <inheritdoc/>
    public override void Process(in ProcessContext context)
    {
        int length = maxLatency + 1;
        int position = 0;
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            float[] past = _past[channel];
            position = _position;
            foreach (ref float sample in context.Audio[channel])
            {
                past[position] = sample;
                sample = past[(position + length - Latency) % length] * gain;
                position = (position + 1) % length;
            }
        }
        _position = position;
    }

    /// <inheritdoc/>
    protected override void OnPrepare()
    {
        _past = new float[Format.Channels][];
        for (int channel = 0; channel < Format.Channels; channel++)
            _past[channel] = new float[maxLatency + 1];
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        foreach (float[] past in _past)
            Array.Clear(past);
        _position = 0;
    }
}
