using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Models;

/// <summary>Finds the models that the roles may play.</summary>
internal static class ModelShelf
{
    /// <summary>Opens every model there is. Slow; allocates. [control-thread]</summary>
    public static PlanWriter Open() => new(
        [.. Enumerable.Range(0, GeneratorControls.Roles).Select(role => ModelChoices.Of((Role)role).Select(_ => (IBarWriter?)null).ToArray())],
        [.. ModelChoices.Harmonies.Select(_ => (IBarWriter?)null)]);
}
