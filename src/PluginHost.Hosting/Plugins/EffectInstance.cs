using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>
/// An effect and the right to use it: its plugin stays loaded until this is disposed. Keep no reference to
/// <see cref="Effect"/>, or to anything it gave, beyond that, or the plugin cannot unload.
/// </summary>
public sealed class EffectInstance : IDisposable
{
    private readonly PluginGeneration _generation;
    private readonly Lock _gate;
    private AudioEffect? _effect;

    internal EffectInstance(EffectInfo info, AudioEffect effect, PluginGeneration generation, Lock gate)
    {
        (Info, _effect, _generation, _gate) = (info, effect, generation, gate);
    }

    /// <summary>Gets id, name and description. [any-thread]</summary>
    public EffectInfo Info { get; }

    /// <summary>Gets the full path of the plugin's folder. [any-thread]</summary>
    public string Folder => _generation.Scan.Folder;

    /// <summary>Gets the full path of the assembly in that folder. [any-thread]</summary>
    public string File => _generation.Scan.Main!.File;

    /// <summary>Gets which load of a plugin this came from, counted from 1 over all plugins of the catalog. [any-thread]</summary>
    public int Generation => _generation.Number;

    /// <summary>Gets whether a newer build took the place of this one, or the plugin was removed. [any-thread]</summary>
    public bool IsOutdated => _generation.IsRetired;

    /// <summary>Gets the effect; not prepared by the catalog. [any-thread]</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public AudioEffect Effect
    {
        get
        {
            AudioEffect? effect = _effect;
            ObjectDisposedException.ThrowIf(effect is null, this);
            return effect;
        }
    }

    /// <summary>
    /// Disposes the effect and ends the lease; the last lease of an outdated or removed plugin unloads it. The effect must not be
    /// in a running chain any more. What it throws is reported by <see cref="PluginCatalog.VerifyUnloaded"/>. [control-thread]
    /// </summary>
    public void Dispose()
    {
        AudioEffect? effect = Interlocked.Exchange(ref _effect, null);
        if (effect is null)
            return;
        try
        {
            effect.Dispose();
        }
        catch (Exception error)
        {
            _generation.Report($"Disposing the effect '{Info.Id}' failed: {error.InOneLine()}");
        }
        lock (_gate)
            _generation.Release();
    }
}
