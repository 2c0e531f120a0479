using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Hosting.Plugins;

/// <summary>Finds what a plugin brings along: by its <c>.deps.json</c> if it has one, else beside it; never outside its folder.</summary>
internal sealed class DependencyProbe
{
    private readonly string _folder;
    private readonly Lazy<AssemblyDependencyResolver?> _resolver;

    /// <summary>Looks beside an assembly. [control-thread]</summary>
    /// <param name="mainFile">Full path of the plugin's main assembly.</param>
    public DependencyProbe(string mainFile)
    {
        _folder = Path.GetDirectoryName(mainFile)!;
        // Reading the list takes milliseconds, and most plugins bring nothing along.
        _resolver = new Lazy<AssemblyDependencyResolver?>(() => Resolver(mainFile));
    }

    /// <summary>Finds a managed dependency. [any-thread]</summary>
    /// <returns>Full path of an existing file in the plugin's folder, or null.</returns>
    public string? Find(AssemblyName name) =>
        InFolder(_resolver.Value?.ResolveAssemblyToPath(name)) ?? Beside(name);

    /// <summary>Finds a native library under the names the system's own search would try. [any-thread]</summary>
    /// <returns>Full path of an existing file in the plugin's folder, or null.</returns>
    public string? FindNative(string name)
    {
        string ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return InFolder(_resolver.Value?.ResolveUnmanagedDllToPath(name))
            ?? InFolder(Path.Combine(_folder, name))
            ?? InFolder(Path.Combine(_folder, name + ending))
            ?? InFolder(Path.Combine(_folder, "lib" + name + ending));
    }

    /// <summary>Says what keeps an assembly from loading; null when all it was compiled against is at hand. [control-thread]</summary>
    /// <remarks>Direct references only: libraries often name optional ones that nobody ever loads.</remarks>
    public string? WhyMissing(IEnumerable<AssemblyName> references)
    {
        foreach (AssemblyName name in references)
        {
            if (SharedAssemblies.IsContract(name.Name) || SharedAssemblies.IsFramework(name))
                continue;
            if ((Beside(name) ?? Find(name)) is not { } file)
                return $"It needs {name.Name} {name.Version}, which is neither in its folder nor part of the framework.";
            AssemblyScan scan = AssemblyScanner.Read(file);
            if (scan.Damage is not null)
                return $"It needs {Path.GetFileName(file)}, which cannot be used: {scan.Damage}";
            if (scan.Version < name.Version)
                return $"It needs {name.Name} {name.Version}, but its folder holds {scan.Version}.";
        }
        return null;
    }

    private static AssemblyDependencyResolver? Resolver(string mainFile)
    {
        try
        {
            return File.Exists(Path.ChangeExtension(mainFile, ".deps.json")) ? new AssemblyDependencyResolver(mainFile) : null;
        }
        catch (InvalidOperationException)
        {
            // A malformed list, or one that names an absent file: the folder itself tells what is really missing.
            return null;
        }
    }

    private string? Beside(AssemblyName name) =>
        InFolder(Path.Combine(_folder, name.CultureName ?? "", name.Name + ".dll"));

    private string? InFolder(string? file)
    {
        if (file is null)
            return null;
        file = Path.GetFullPath(file);
        return file.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file)
            ? file
            : null;
    }
}
