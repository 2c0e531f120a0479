namespace PluginHost.Hosting.Presets;

/// <summary>A chain as people share it: effects by id with plain values. Says nothing about files, assemblies or devices.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Chain">The slots in the order of the signal; empty passes everything through.</param>
public sealed record Preset(string Name, IReadOnlyList<PresetSlot> Chain)
{
    /// <summary>The version of the format that this program reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Gets the version of the format. [any-thread]</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets what it is for, in a sentence or two; may be empty. [any-thread]</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets where it came from, for messages: a file, or the option of the command line. Not written to files. [any-thread]</summary>
    public string Origin { get; init; } = "preset";

    /// <summary>Makes a chain of effects at their defaults, as <c>--effect</c> does. [any-thread]</summary>
    /// <param name="effectIds">Ids in the order of the signal.</param>
    /// <returns>A preset without a file.</returns>
    /// <exception cref="PresetException">An id is malformed.</exception>
    public static Preset OfEffects(params IEnumerable<string> effectIds)
    {
        ArgumentNullException.ThrowIfNull(effectIds);
        const string Origin = "--effect";
        PresetSlot[] slots = [.. effectIds.Select((id, i) => PresetSlot.IsEffectId(id)
            ? new PresetSlot(id)
            : throw new PresetPlace(Origin, i + 1).Error("effect", PresetSlot.NoEffectId(id)))];
        return new Preset(string.Join(", ", slots.Select(slot => slot.Effect)), slots) { Origin = Origin };
    }
}
