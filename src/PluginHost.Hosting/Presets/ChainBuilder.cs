using PluginHost.Engine;
using PluginHost.Engine.Chains;

namespace PluginHost.Hosting.Presets;

/// <summary>Makes chains that can run out of presets: creates the effects, sets every value, prepares and warms up.</summary>
/// <param name="createSlot">Creates a slot for an effect id, with what keeps its plugin loaded.</param>
/// <param name="effectIds">Gives the ids there are at the time.</param>
public sealed class ChainBuilder(Func<string, Slot> createSlot, Func<IEnumerable<string>> effectIds)
{
    /// <summary>Builds a chain. Runs plugin code, allocates and does I/O. [control-thread]</summary>
    /// <param name="preset">What to build.</param>
    /// <param name="options">Those of the engine that will run it.</param>
    /// <param name="overrides">Values that replace the preset's, in order; a later one wins.</param>
    /// <returns>The chain, warm; the caller owns it.</returns>
    /// <exception cref="PresetException">
    /// An effect, parameter or value does not exist, or an effect failed; names slot, field and range. Nothing is left behind.
    /// </exception>
    public Chain Build(Preset preset, EngineOptions options, params IEnumerable<ParameterOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(overrides);
        List<Slot> slots = [];
        try
        {
            for (int i = 0; i < preset.Chain.Count; i++)
                AddSlot(slots, preset.Chain[i], new PresetPlace(preset.Origin, i + 1, preset.Chain[i].Effect));
            foreach (ParameterOverride change in overrides)
                Apply(slots, change);
            return new Chain(options, slots);
        }
        catch (Exception error)
        {
            DisposeAll(slots);
            throw error as PresetException ?? new PresetPlace(preset.Origin).Error("", error.Message);
        }
    }

    private static void Apply(List<Slot> slots, ParameterOverride change)
    {
        PresetPlace place = new("--set " + PresetText.Quote(change.ToString()));
        int index = Find(slots, change.Slot, place);
        SlotSettings.SetField(slots[index], change.Parameter, change.Value,
            place with { Slot = index + 1, Effect = slots[index].Id });
    }

    private static int Find(List<Slot> slots, string name, PresetPlace place)
    {
        string range = slots.Count == 0 ? "the chain is empty" : $"the chain has slots 1 to {slots.Count}";
        if (int.TryParse(name, out int number))
            return number >= 1 && number <= slots.Count
                ? number - 1
                : throw place.Error("", $"there is no slot {number}: {range}");
        int[] found = [.. Enumerable.Range(0, slots.Count).Where(i => slots[i].Id == name)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw place.Error("", $"there is no slot {PresetText.Quote(name)}"
                + (PresetText.DidYouMean(name, slots.Select(slot => slot.Id)) is { Length: > 0 } guess ? guess
                    : $": {range}" + (slots.Count == 0 ? "" : $" ({string.Join(", ", slots.Select(slot => slot.Id))})"))),
            _ => throw place.Error("", $"{PresetText.Quote(name)} is in slots {string.Join(" and ", found.Select(i => i + 1))}; "
                + $"write {string.Join(" or ", found.Select(i => $"{i + 1}."))} instead"),
        };
    }

    private static void DisposeAll(List<Slot> slots)
    {
        foreach (Slot slot in slots)
        {
            try
            {
                slot.Dispose();
            }
            catch (Exception)
            {
                // The first failure is the one to report; a broken Dispose must not keep the others from theirs.
            }
        }
    }

    private void AddSlot(List<Slot> slots, PresetSlot wanted, PresetPlace place)
    {
        Slot slot = Create(wanted.Effect, place);
        slots.Add(slot);
        foreach ((string id, PresetValue value) in wanted.Parameters)
            SlotSettings.SetParameter(slot, id, value, place);
        if (!(wanted.Mix is >= 0 and <= 1))
            throw place.Error("mix", $"mix is {wanted.Mix}, but must be 0 to 1");
        (slot.IsBypassed, slot.Mix) = (wanted.Bypass, wanted.Mix);
        if (!wanted.State.IsEmpty)
            LoadState(slot, wanted.State.Span, place);
    }

    private static void LoadState(Slot slot, ReadOnlySpan<byte> state, PresetPlace place)
    {
        try
        {
            slot.Effect.LoadState(state);
        }
        catch (Exception error)
        {
            throw place.Error("state", $"the state of {state.Length} bytes cannot be loaded: {error.GetType().Name}: {error.Message}");
        }
    }

    private Slot Create(string id, PresetPlace place)
    {
        string[] known = [.. effectIds()];
        if (!known.Contains(id))
            throw place.Error("effect", $"there is no effect {PresetText.Quote(id)}"
                + (PresetText.DidYouMean(id, known) is { Length: > 0 } guess ? guess
                    : known.Length > 0 ? $"; there are {string.Join(", ", known)}" : "; no plugin is installed"));
        try
        {
            return createSlot(id);
        }
        catch (Exception error)
        {
            throw place.Error("effect", $"the effect cannot be created: {error.Message}");
        }
    }
}
