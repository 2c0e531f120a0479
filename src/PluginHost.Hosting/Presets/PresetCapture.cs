using PluginHost.Engine.Chains;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Presets;

/// <summary>Takes down what a chain is set to, so that it can be saved and built again.</summary>
public static class PresetCapture
{
    /// <summary>Makes a preset of a chain, with the value of every parameter and the state of every effect. Allocates. [control-thread]</summary>
    /// <param name="chain">May be running.</param>
    /// <param name="name">What people will read.</param>
    /// <param name="description">What it is for; may be empty.</param>
    /// <returns>A preset that builds a chain with the same settings.</returns>
    /// <exception cref="PresetException">An effect failed to save its state; names the slot.</exception>
    public static Preset From(Chain chain, string name, string description = "")
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        PresetPlace place = new(name);
        return new Preset(name, [.. chain.Slots.Select((slot, i) => From(slot, place with { Slot = i + 1, Effect = slot.Id }))])
        {
            Description = description,
            Origin = name,
        };
    }

    private static PresetSlot From(Slot slot, PresetPlace place) => new(slot.Id)
    {
        Bypass = slot.IsBypassed,
        Mix = slot.Mix,
        Parameters = [.. slot.Effect.Parameters.Select(known => new PresetParameter(known.Id, PresetValue.Of(known)))],
        State = SaveState(slot.Effect, place),
    };

    private static byte[] SaveState(AudioEffect effect, PresetPlace place)
    {
        try
        {
            return effect.SaveState();
        }
        catch (Exception error)
        {
            throw place.Error("state", $"the state cannot be saved: {error.GetType().Name}: {error.Message}");
        }
    }
}
