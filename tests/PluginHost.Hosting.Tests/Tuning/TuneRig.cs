using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Hosting.Tuning;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Tuning;

/// <summary>The shipped equalizer and gain, loaded as plugins are, with some of their parameters to be tuned.</summary>
internal sealed class TuneRig : IDisposable
{
    public const int SampleRate = 48_000;

    private readonly Chain _chain;

    public TuneRig(int channels, params string[] parameters)
    {
        AudioFormat format = new(SampleRate, channels, 512);
        _chain = Shipped.Builder.Build(Preset.OfEffects("parametric-eq", "gain"), RenderOptions.Offline(format));
        Tuned = [.. TuneSelection.Find(_chain, parameters)];
        Path = new TunablePath(_chain.Slots, Tuned, format);
    }

    public TunedParameter[] Tuned { get; }

    public TunablePath Path { get; }

    public static float[] Noise(int frames, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, frames).Select(_ => random.NextSingle() - 0.5f)];
    }

    public static double Dot(float[][] a, float[][] b) =>
        a.Zip(b, (x, y) => x.Zip(y, (p, q) => (double)p * q).Sum()).Sum();

    public double[] Travels(params (string Id, float Value)[] values) => [.. Tuned.Select(tuned =>
        (double)tuned.Parameter.ToNormalized(values.SingleOrDefault(value => value.Id == tuned.Parameter.Id) is { Id: not null } set
            ? set.Value : tuned.Parameter.Target))];

    public void Dispose() => _chain.Dispose();
}
