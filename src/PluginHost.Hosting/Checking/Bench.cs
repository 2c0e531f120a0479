using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>Makes instances of the effect under test for one check and disposes of them.</summary>
internal sealed class Bench(Func<AudioEffect> create, CallWatch watch, int seed)
{
    private readonly List<Instance> _instances = [];

    /// <summary>Gets the seed of everything random. [any-thread]</summary>
    public int Seed => seed;

    /// <summary>Makes an instance that is not prepared yet. [any-thread]</summary>
    public Instance Create()
    {
        var instance = new Instance(create, watch);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Makes an instance that is ready to process. [any-thread]</summary>
    /// <param name="format">The format; 48 kHz stereo when left out.</param>
    /// <param name="setting">Parameter values; the defaults when left out.</param>
    /// <param name="state">State to load first, if not empty.</param>
    public Instance Prepared(AudioFormat? format = null, Setting? setting = null, ReadOnlySpan<byte> state = default)
    {
        Instance instance = Create();
        setting?.ApplyTo(instance.Effect);
        if (!state.IsEmpty)
            instance.LoadState(state);
        instance.Prepare(format ?? Instance.UsualFormat);
        return instance;
    }

    /// <summary>Disposes of every instance made here. [any-thread]</summary>
    public void DisposeAll()
    {
        foreach (Instance instance in _instances)
            instance.Dispose();
    }
}
