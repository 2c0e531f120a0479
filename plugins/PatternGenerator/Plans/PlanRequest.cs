using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Plans;

/// <summary>Whose patterns each role plays, as places in the role's list; and whose harmony, -1 for the request's own.</summary>
internal readonly record struct RoleModels(int Drums, int Bass, int Chords, int Melody, int Harmony);

/// <summary>Everything that a bar hangs on: the same seed and the same requests give the same bars.</summary>
/// <param name="Number">Which bar.</param>
/// <param name="Seed">Seed of all bars.</param>
/// <param name="Bar">How it should be for everybody but the drums.</param>
/// <param name="DrumDensity">How many notes the drums play, 0 to 1.</param>
/// <param name="Models">Who writes.</param>
internal readonly record struct PlanRequest(PlanNumber Number, ulong Seed, BarRequest Bar, float DrumDensity, RoleModels Models);
