using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>
/// One build of one plugin, loaded from its own copy into its own context. Counts the effects alive; once it is retired and the
/// last of them is gone, it unloads. Every member but <see cref="Construct"/> is called under the catalog's lock.
/// </summary>
internal sealed class PluginGeneration
{
    private readonly UnloadQueue _unloading;
    private readonly string _copy;
    private PluginLoadContext? _context;
    private Assembly? _assembly;
    private int _leases;

    private PluginGeneration(int number, PluginScan scan, string copy, PluginLoadContext context, Assembly assembly,
        UnloadQueue unloading)
    {
        (Number, Scan, _copy, _context, _assembly, _unloading) = (number, scan, copy, context, assembly, unloading);
    }

    /// <summary>Counts the generations of this process from 1.</summary>
    public int Number { get; }

    /// <summary>What the copy holds, with files named as in the original folder.</summary>
    public PluginScan Scan { get; }

    /// <summary>Whether a newer build took its place, or the plugin was removed.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Copies, scans and loads a plugin folder; runs none of its code. [control-thread]</summary>
    /// <exception cref="PluginLoadException">Names the file at fault.</exception>
    public static PluginGeneration Load(string folder, int number, UnloadQueue unloading)
    {
        string? copy = null;
        PluginLoadContext? context = null;
        try
        {
            copy = ShadowCopy.Create(folder);
            // The copy is what will run, and the original may have changed since it was scanned.
            PluginScan found = PluginScan.Read(copy);
            PluginScan scan = found.In(folder);
            if (found.Main is null)
                throw new PluginLoadException(scan.Problems[0].File, null, scan.Problems[0].Reason);
            context = new PluginLoadContext($"{Path.GetFileName(folder)} #{number}", found.Main.File);
            Assembly assembly = context.LoadFromAssemblyPath(found.Main.File);
            return new PluginGeneration(number, scan, copy, context, assembly, unloading);
        }
        catch (Exception error)
        {
            context?.Unload();
            if (copy is not null)
                ShadowCopy.Delete(copy);
            throw error as PluginLoadException
                ?? new PluginLoadException(folder, null, $"The plugin cannot be loaded: {error.InOneLine()}", error.ToString());
        }
    }

    /// <summary>Keeps the generation loaded until <see cref="Release"/>.</summary>
    public void Lease() => _leases++;

    /// <summary>Ends a lease; the last one of a retired generation unloads it.</summary>
    public void Release()
    {
        _leases--;
        UnloadIfUnused();
    }

    /// <summary>Marks it as outdated: nothing new will be created, what is alive lives on.</summary>
    public void Retire()
    {
        IsRetired = true;
        UnloadIfUnused();
    }

    /// <summary>Finds an effect in this build. [control-thread]</summary>
    /// <exception cref="PluginLoadException">This build has no such effect.</exception>
    public EffectDeclaration Find(string id) => Scan.Effects.FirstOrDefault(effect => effect.Info.Id == id)
        ?? throw new PluginLoadException(Scan.Main!.File, null, $"The file was rebuilt and holds no effect '{id}' any more.");

    /// <summary>Creates an effect. The caller holds a lease. [control-thread]</summary>
    /// <exception cref="PluginLoadException">Names file, class and reason.</exception>
    public AudioEffect Construct(EffectDeclaration effect)
    {
        string file = Scan.Main!.File;
        try
        {
            Type type = _assembly!.ManifestModule.ResolveType(effect.Token);
            return WhyNoEffect(type) is { } reason
                ? throw new PluginLoadException(file, effect.TypeName, reason)
                : (AudioEffect)type.GetConstructor(Type.EmptyTypes)!.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        // Whatever the plugin throws, only its text travels on: the object would keep the plugin loaded.
        catch (Exception error) when (error is not PluginLoadException)
        {
            Exception cause = error is TypeInitializationException { InnerException: { } inner } ? inner : error;
            throw new PluginLoadException(file, effect.TypeName,
                $"The effect cannot be created: {cause.InOneLine()}", error.ToString());
        }
    }

    /// <summary>Notes what went wrong while an effect was disposed.</summary>
    public void Report(string reason) => _unloading.Report(new PluginProblem(Scan.Main!.File, reason));

    private static string? WhyNoEffect(Type type) =>
        !typeof(AudioEffect).IsAssignableFrom(type) ? "The class has an [AudioEffect] attribute, but does not derive from AudioEffect."
        : type.IsAbstract ? "The class is abstract: no effect can be created from it."
        : type.ContainsGenericParameters ? "The class is generic: no effect can be created from it."
        : type.GetConstructor(Type.EmptyTypes) is null ? "The class has no public constructor without parameters."
        : null;

    private void UnloadIfUnused()
    {
        if (IsRetired && _leases == 0 && _context is not null)
            Unload();
    }

    // Not inlined, so that no register or stack slot of a caller keeps the context alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Unload()
    {
        _unloading.Add(new UnloadingContext(Scan.Main!.File, _context!.Name!, _copy,
            new WeakReference(_context, trackResurrection: true)));
        _context.Unload();
        _context = null;
        _assembly = null;
    }
}
