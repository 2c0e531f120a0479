namespace PluginHost.Sdk;

/// <summary>Names an effect. The host reads it from the assembly's metadata without creating the effect.</summary>
/// <param name="id">What presets call it: lower-case letters, digits and hyphens, stable for ever.</param>
/// <param name="name">What people read.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AudioEffectAttribute(string id, string name) : Attribute
{
    /// <summary>Gets the id that presets use. [any-thread]</summary>
    public string Id { get; } = id;

    /// <summary>Gets the display name. [any-thread]</summary>
    public string Name { get; } = name;

    /// <summary>Gets or sets one sentence about what it does. [any-thread]</summary>
    public string Description { get; set; } = "";
}
