using System.Reflection;

namespace PluginHost.Hosting.Plugins;

/// <summary>What the metadata of one file says.</summary>
internal sealed record AssemblyScan(string File)
{
    /// <summary>Version of the assembly; null when it could not be read.</summary>
    public Version? Version { get; init; }

    /// <summary>Why nothing of this file can be used; null when it can.</summary>
    public string? Damage { get; init; }

    /// <summary>Effects with a valid attribute.</summary>
    public IReadOnlyList<EffectDeclaration> Effects { get; init; } = [];

    /// <summary>What is wrong with single effects.</summary>
    public IReadOnlyList<string> Flaws { get; init; } = [];

    /// <summary>Assemblies that this one was compiled against.</summary>
    public IReadOnlyList<AssemblyName> References { get; init; } = [];

    /// <summary>Whether the author meant this file to hold effects.</summary>
    public bool DeclaresEffects => Effects.Count + Flaws.Count > 0;
}

/// <summary>A class with an <see cref="Sdk.AudioEffectAttribute"/>.</summary>
/// <param name="Token">Metadata token of the class, valid for exactly the scanned file.</param>
/// <param name="TypeName">Full name of the class.</param>
/// <param name="Info">What the attribute says.</param>
internal sealed record EffectDeclaration(int Token, string TypeName, EffectInfo Info);
