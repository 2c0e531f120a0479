using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Plugins.Tests.Support;

/// <summary>Runs an effect over a signal, cut into blocks as wanted, with things happening at given frames.</summary>
internal static class EffectRunner
{
    public static T Prepared<T>(
        int rate = 48_000, int channels = 2, int maxFrames = 512, params (string Id, float Value)[] settings)
        where T : AudioEffect, new()
    {
        var effect = new T();
        foreach ((string id, float value) in settings)
            effect.Set(id, value);
        effect.Prepare(new AudioFormat(rate, channels, maxFrames));
        return effect;
    }

    public static void Set(this AudioEffect effect, string id, float value) => effect.Find(id).Target = value;

    /// <summary>Sets a parameter by the name of one of its choices.</summary>
    public static void Choose(this AudioEffect effect, string id, string choice)
    {
        Assert.True(effect.Find(id).TryParse(choice, out float value), choice);
        effect.Set(id, value);
    }

    public static Parameter Find(this AudioEffect effect, string id) => effect.Parameters.Single(p => p.Id == id);

    /// <summary>Runs the signal and gives the output; the input stays.</summary>
    /// <param name="effect">A prepared effect.</param>
    /// <param name="input">Channels of equal length.</param>
    /// <param name="cuts">Random block sizes from here; without it, blocks as large as possible.</param>
    /// <param name="tempoBpm">Of the transport.</param>
    /// <param name="events">What to do before a frame; a block always ends there.</param>
    public static float[][] Run(this AudioEffect effect, float[][] input, Random? cuts = null, double tempoBpm = 120,
        params (int Frame, Action Do)[] events)
    {
        int frames = input[0].Length;
        float[] planar = [.. input.SelectMany(channel => channel)];
        for (int start = 0; start < frames;)
        {
            foreach ((int frame, Action act) in events)
            {
                if (frame == start)
                    act();
            }
            int next = events.Select(e => e.Frame).Where(frame => frame > start).DefaultIfEmpty(frames).Min();
            int length = Math.Min(Math.Min(frames, next) - start, effect.Format.MaxFrames);
            length = cuts is null ? length : cuts.Next(1, length + 1);
            AudioBuffer block = new AudioBuffer(planar, input.Length, frames, frames).Slice(start, length);
            effect.Process(new ProcessContext(block, new Transport(tempoBpm, 0, start)));
            start += length;
        }
        return [.. planar.Chunk(frames)];
    }
}
