using System.IO.Enumeration;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>Finds what is to be tuned by names such as <c>1.band1-*</c> or <c>gain.gain</c>.</summary>
internal static class TuneSelection
{
    /// <summary>Finds the parameters. Allocates. [control-thread]</summary>
    /// <param name="chain">Where to look.</param>
    /// <param name="names">Slot and parameter each; none for all that can be tuned.</param>
    /// <returns>At least one, each once, in the order of the chain.</returns>
    /// <exception cref="TuneException">A name means nothing, or something that cannot be tuned.</exception>
    public static IReadOnlyList<TunedParameter> Find(Chain chain, IReadOnlyList<string> names)
    {
        TunedParameter[] all = [.. chain.Slots.SelectMany((slot, index) => slot.Effect is ITunable && !slot.IsBypassed
            ? slot.Effect.Parameters.Where(TunedParameter.IsContinuous).Select(parameter => new TunedParameter(index, parameter))
            : [])];
        if (names.Count == 0)
            return all.Length > 0 ? all : throw new TuneException("no effect of this chain can be tuned: "
                + (chain.Slots.Count == 0 ? "it is empty" : string.Join(", ", chain.Slots.Select(slot => slot.Id).Distinct())));
        HashSet<TunedParameter> wanted = [.. names.SelectMany(name => Find(chain, all, name))];
        return [.. all.Where(wanted.Contains)];
    }

    private static TunedParameter[] Find(Chain chain, TunedParameter[] all, string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || dot + 1 == name.Length)
            throw new TuneException($"--params {PresetText.Quote(name)}: this is not slot.parameter, as in 1.band1-gain or gain.gain");
        (string slotName, string id) = (name[..dot], name[(dot + 1)..]);
        int[] slots = [.. Enumerable.Range(0, chain.Slots.Count)
            .Where(i => int.TryParse(slotName, out int number) ? i == number - 1 : chain.Slots[i].Id == slotName)];
        if (slots.Length == 0)
            throw new TuneException($"--params {PresetText.Quote(name)}: there is no slot {PresetText.Quote(slotName)}; there are "
                + string.Join(", ", chain.Slots.Select((slot, i) => $"{i + 1} ({slot.Id})")));
        foreach (int slot in slots)
            Check(chain.Slots[slot], slot, id, name);
        return [.. all.Where(tuned => slots.Contains(tuned.Slot) && FileSystemName.MatchesSimpleExpression(id, tuned.Parameter.Id))];
    }

    private static void Check(Slot slot, int index, string id, string name)
    {
        string place = $"--params {PresetText.Quote(name)}: slot {index + 1} ({slot.Id})";
        if (slot.Effect is not ITunable)
            throw new TuneException($"{place} takes no part in tuning: its effect is not written for it");
        if (slot.IsBypassed)
            throw new TuneException($"{place} is bypassed");
        Parameter[] found = [.. slot.Effect.Parameters.Where(known => FileSystemName.MatchesSimpleExpression(id, known.Id))];
        if (found.Length == 0)
            throw new TuneException($"{place} has no parameter {PresetText.Quote(id)}"
                + (PresetText.DidYouMean(id, slot.Effect.Parameters.Select(known => known.Id)) is { Length: > 0 } guess ? guess
                    : $"; there are {string.Join(", ", slot.Effect.Parameters.Select(known => known.Id))}"));
        if (!found.Any(TunedParameter.IsContinuous))
            throw new TuneException($"{place}: {found[0].Id} is a switch or goes in steps, which no gradient can tune");
    }
}
