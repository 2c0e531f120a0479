using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;

namespace PluginHost.Hosting.Tuning;

/// <summary>Runs a signal in memory through a real chain, in time with the input.</summary>
internal static class ChainRender
{
    /// <summary>Renders and disposes the chain. Allocates. [control-thread]</summary>
    /// <param name="chain">A fresh chain.</param>
    /// <param name="input">Channels of equal length, as many as the chain's.</param>
    /// <param name="thread">Flushes denormals; null for plain .NET.</param>
    /// <returns>As many channels, as long.</returns>
    /// <exception cref="TuneException">A slot failed.</exception>
    public static float[][] Run(Chain chain, float[][] input, IAudioThread? thread)
    {
        using AudioEngine engine = new(chain.Options, chain, thread);
        int channels = input.Length, length = input[0].Length, latency = chain.LatencyFrames;
        float[][] output = [.. input.Select(_ => new float[length])];
        float[] fed = new float[chain.Options.Format.MaxFrames * channels], got = new float[fed.Length];
        for (int start = 0; start < length + latency; start += chain.Options.Format.MaxFrames)
        {
            int frames = Math.Min(chain.Options.Format.MaxFrames, length + latency - start);
            for (int i = 0; i < frames * channels; i++)
                fed[i] = start + (i / channels) is var frame && frame < length ? input[i % channels][frame] : 0;
            engine.Process(fed.AsSpan(0, frames * channels), channels, got.AsSpan(0, frames * channels), channels, frames);
            for (int i = 0; i < frames * channels; i++)
            {
                if (start + (i / channels) - latency is >= 0 and int frame)
                    output[i % channels][frame] = got[i];
            }
        }
        return engine.Faults.TryRead(out SlotFault fault) ? throw new TuneException(fault.Describe()) : output;
    }
}
