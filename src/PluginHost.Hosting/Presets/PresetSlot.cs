using PluginHost.Sdk;

namespace PluginHost.Hosting.Presets;

/// <summary>One effect of a preset and what it is set to. What is not named keeps the effect's default.</summary>
/// <param name="Effect">Id of the effect.</param>
public sealed record PresetSlot(string Effect)
{
    /// <summary>Gets whether the input is heard instead of the output. [any-thread]</summary>
    public bool Bypass { get; init; }

    /// <summary>Gets the share of the output against the aligned input, 0 (dry) to 1 (wet). [any-thread]</summary>
    public float Mix { get; init; } = 1;

    /// <summary>Gets the parameters that were named, in that order; no id twice. [any-thread]</summary>
    public IReadOnlyList<PresetParameter> Parameters { get; init; } = [];

    /// <summary>Gets what parameters cannot tell, in the effect's own format; usually empty. [any-thread]</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    internal static bool IsEffectId(string? id) => Identifier.IsValid(id);

    internal static string NoEffectId(string id) =>
        $"{PresetText.Quote(id)} is no effect id ({Identifier.Rule}); a preset names effects by id, never by file";
}

/// <summary>One parameter of a preset.</summary>
/// <param name="Id">Id of the parameter.</param>
/// <param name="Value">What it is set to.</param>
public readonly record struct PresetParameter(string Id, PresetValue Value);
