using System.Numerics;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Levels;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>The equalizer while no parameter moves, over any number type.</summary>
/// <param name="filters">Those that do something, channel by channel.</param>
/// <param name="output">The gain behind them.</param>
internal sealed class SettledEq<T>(SteadyBiquad<T>[][] filters, T output) : ITunableProcessor<T>
    where T : struct, IFloatingPointIeee754<T>
{
    public void Process(Span<T> planar)
    {
        int frames = planar.Length / filters.Length;
        for (int channel = 0; channel < filters.Length; channel++)
        {
            Span<T> samples = planar.Slice(channel * frames, frames);
            foreach (SteadyBiquad<T> filter in filters[channel])
                filter.Process(samples);
            Level.Scale(samples, output);
        }
    }
}
