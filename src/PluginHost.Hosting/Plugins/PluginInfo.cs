namespace PluginHost.Hosting.Plugins;

/// <summary>What a plugin folder offers, read without running any of its code.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="File">Full path of the assembly with the effects; null when none was found.</param>
/// <param name="Version">Version of that assembly, e.g. <c>1.2.0.0</c>; null when unknown.</param>
/// <param name="Effects">Effects that can be created, in the order of the assembly.</param>
/// <param name="Problems">What is wrong with the folder, or with some of its effects.</param>
public sealed record PluginInfo(string Folder, string? File, string? Version,
    IReadOnlyList<EffectInfo> Effects, IReadOnlyList<PluginProblem> Problems);

/// <summary>How an effect presents itself, from its <see cref="Sdk.AudioEffectAttribute"/>.</summary>
/// <param name="Id">What presets call it.</param>
/// <param name="Name">What people read.</param>
/// <param name="Description">One sentence about what it does; may be empty.</param>
public sealed record EffectInfo(string Id, string Name, string Description);
