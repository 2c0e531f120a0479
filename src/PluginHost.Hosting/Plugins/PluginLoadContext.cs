using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Hosting.Plugins;

/// <summary>
/// Where one generation of one plugin lives. The contract assemblies and the framework come from the host, so that an effect is
/// the host's <see cref="Sdk.AudioEffect"/>; everything else is private, so that two plugins can bring two versions of a library.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly DependencyProbe _probe;

    /// <summary>Makes an empty context. [control-thread]</summary>
    /// <param name="name">For debuggers and messages.</param>
    /// <param name="mainFile">Full path of the main assembly, in a folder that nobody rewrites.</param>
    public PluginLoadContext(string name, string mainFile)
        : base(name, isCollectible: true) => _probe = new DependencyProbe(mainFile);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (SharedAssemblies.IsContract(assemblyName.Name))
            return SharedAssemblies.LoadContract(assemblyName.Name!);
        if (SharedAssemblies.IsFramework(assemblyName))
            return null;
        if (_probe.Find(assemblyName) is { } file)
            return LoadFromAssemblyPath(file);
        // Null would let the host's own libraries in; only for absent translations is it harmless.
        return string.IsNullOrEmpty(assemblyName.CultureName)
            ? throw new FileNotFoundException(
                $"{assemblyName.Name} {assemblyName.Version} is neither in the plugin's folder nor part of the framework.")
            : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _probe.FindNative(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
}
