using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>What plugins share with the host: our contract assemblies and the framework, nothing else.</summary>
internal static class SharedAssemblies
{
    private static readonly HashSet<string> ContractNames =
        new(["PluginHost.Sdk", "PluginHost.Dsp", "PluginHost.Neural", "PluginHost.Patterns"], StringComparer.OrdinalIgnoreCase);

    private static readonly AssemblyLoadContext HostContext =
        AssemblyLoadContext.GetLoadContext(typeof(AudioEffect).Assembly) ?? AssemblyLoadContext.Default;

    private static readonly string FrameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly ConcurrentDictionary<string, Version?> FrameworkVersions = new();

    /// <summary>Whether plugins get the host's copy of this assembly, whatever lies in their folder. [any-thread]</summary>
    public static bool IsContract(string? name) => name is not null && ContractNames.Contains(name);

    /// <summary>Whether the framework serves this name in at least this version. [any-thread]</summary>
    public static bool IsFramework(AssemblyName name) =>
        FrameworkVersions.GetOrAdd(name.Name ?? "", ReadVersion) is { } version && (name.Version is null || version >= name.Version);

    /// <summary>Gets the host's copy of a contract assembly. [any-thread]</summary>
    /// <exception cref="IOException">This host comes without it.</exception>
    public static Assembly LoadContract(string name) => HostContext.LoadFromAssemblyName(new AssemblyName(name));

    /// <summary>Says why a plugin built against this contract cannot run here; null when it can. [any-thread]</summary>
    public static string? WhyIncompatible(AssemblyName contract)
    {
        Version built = contract.Version ?? new Version();
        Version? here;
        try
        {
            here = LoadContract(contract.Name!).GetName().Version;
        }
        catch (IOException)
        {
            return $"It was built against {contract.Name}, which this host comes without.";
        }
        return here is not null && IsCompatible(here, built)
            ? null
            : $"It was built against {contract.Name} {built}, but this host has {here}: rebuild it against that.";
    }

    private static Version? ReadVersion(string name)
    {
        string file = Path.Combine(FrameworkDirectory, Path.GetFileName(name) + ".dll");
        return File.Exists(file) ? AssemblyName.GetAssemblyName(file).Version : null;
    }

    /// <summary>
    /// Semantic versioning (semver.org, items 4, 7 and 8): what is newer than the host may use what the host lacks, and another
    /// major version, before 1.0 also another minor one, may have changed anything.
    /// </summary>
    internal static bool IsCompatible(Version host, Version built) =>
        built.Major == host.Major && (host.Major > 0 || built.Minor == host.Minor)
        && (built.Minor, built.Build).CompareTo((host.Minor, host.Build)) <= 0;
}
