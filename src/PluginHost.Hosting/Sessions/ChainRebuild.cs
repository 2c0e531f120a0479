using PluginHost.Engine.Chains;
using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Sessions;

/// <summary>Builds a chain like a running one from the catalog's current plugins: same order, parameters, state, bypass and mix.</summary>
internal sealed class ChainRebuild(PluginCatalog catalog, Action<string> tell)
{
    /// <summary>Tells whether a chain has an effect of a plugin. [control-thread]</summary>
    public static bool Uses(Chain chain, PluginInfo plugin) =>
        chain.Slots.Any(slot => plugin.Effects.Any(effect => effect.Id == slot.Id));

    /// <summary>Tells whether a rebuilt chain has nothing new: a plugin that cannot be used leaves its last build in place. [control-thread]</summary>
    public static bool IsOfSameBuilds(Chain rebuilt, Chain chain) =>
        rebuilt.Slots.Select(slot => slot.Effect.GetType()).SequenceEqual(chain.Slots.Select(slot => slot.Effect.GetType()));

    /// <summary>Builds all of it anew. [control-thread]</summary>
    public Chain Anew(Chain chain) => Build(chain, chain.Slots);

    /// <summary>Builds all of it but one slot. [control-thread]</summary>
    public Chain Without(Chain chain, int left) => Build(chain, chain.Slots.Where((_, index) => index != left));

    private Chain Build(Chain chain, IEnumerable<Slot> models)
    {
        List<Slot> slots = [];
        try
        {
            foreach (Slot model in models)
                slots.Add(Copy(model));
            return new Chain(chain.Options, slots);
        }
        catch
        {
            foreach (Slot slot in slots)
                slot.Dispose();
            throw;
        }
    }

    private Slot Copy(Slot model)
    {
        EffectInstance instance = catalog.Create(model.Id);
        foreach (string notice in EffectState.Capture(model.Effect).Apply(instance.Effect))
            tell($"{model.Id}: {notice}");
        return new Slot(model.Id, instance.Effect, instance) { IsBypassed = model.IsBypassed, Mix = model.Mix };
    }
}
