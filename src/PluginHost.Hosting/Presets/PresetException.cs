namespace PluginHost.Hosting.Presets;

/// <summary>A preset cannot be used; the message is one line that names the file, the slot counted from 1, and the field.</summary>
/// <remarks>Has no inner exception: one thrown by a plugin would keep its assembly loaded for as long as somebody keeps it.</remarks>
public sealed class PresetException : Exception
{
    internal PresetException(string origin, int slot, string field, string message)
        : base(PresetText.OneLine(message)) => (Origin, Slot, Field) = (origin, slot, field);

    /// <summary>Gets the file, or the option of the command line, at fault. [any-thread]</summary>
    public string Origin { get; }

    /// <summary>Gets the slot at fault, counted from 1; 0 when no slot is. [any-thread]</summary>
    public int Slot { get; }

    /// <summary>Gets the field or parameter at fault; empty when none is. [any-thread]</summary>
    public string Field { get; }
}

/// <summary>Where in which preset something is, for messages.</summary>
/// <param name="Origin">File or option.</param>
/// <param name="Slot">Counted from 1; 0 outside of slots.</param>
/// <param name="Effect">Id of the slot's effect, when known.</param>
internal sealed record PresetPlace(string Origin, int Slot = 0, string? Effect = null)
{
    /// <summary>Says what is wrong here. [any-thread]</summary>
    public PresetException Error(string field, string problem)
    {
        string place = Slot == 0 ? "" : Effect is null ? $"slot {Slot}: " : $"slot {Slot} ({Effect}): ";
        return new PresetException(Origin, Slot, field, $"{Origin}: {place}{problem}");
    }
}
