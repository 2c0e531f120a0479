using PluginHost.Dsp.Levels;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>Shows the peak of a signal in dBFS; it falls by 24 dB a second.</summary>
/// <param name="meter">Where it is shown.</param>
internal sealed class PeakMeter(Meter meter)
{
    private const double FallDbPerSecond = 24;
    private double _fallPerFrame = 1;
    private float _peak;

    /// <summary>Sets the pace. [control-thread]</summary>
    public void Prepare(int sampleRate) => _fallPerFrame = Math.Pow(10, -FallDbPerSecond / 20 / sampleRate);

    /// <summary>Shows silence. [audio-thread]</summary>
    public void Reset()
    {
        _peak = 0;
        meter.Publish(Decibels.Silence);
    }

    /// <summary>Lets the peak fall over some frames. [audio-thread]</summary>
    public void Fall(int frames) => _peak *= (float)Math.Pow(_fallPerFrame, frames);

    /// <summary>Takes samples in. [audio-thread]</summary>
    public void Add(ReadOnlySpan<float> samples) => _peak = Math.Max(_peak, Level.Peak(samples));

    /// <summary>Shows the peak. [audio-thread]</summary>
    public void Show() => meter.Publish(Decibels.FromGain(_peak));
}
