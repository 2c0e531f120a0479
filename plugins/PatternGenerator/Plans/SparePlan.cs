using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Stored;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Plans;

/// <summary>The bar that is played when there is neither a plan nor a bar before.</summary>
internal static class SparePlan
{
    /// <summary>Writes it, over C major. Allocates. [control-thread]</summary>
    public static BarPlan Create()
    {
        BarPlan plan = new() { Chord = new Chord(0, ChordQuality.Major) };
        BarRequest request = new() { Chord = plan.Chord, NextChord = plan.Chord, Density = 0.35f };
        plan.Begin(0, request.Steps);
        new StoredDrums().Write(request, plan[Role.Drums]);
        new StoredBass().Write(request, plan[Role.Bass]);
        new StoredChords().Write(request, plan[Role.Chords]);
        new StoredMelody().Write(request, plan[Role.Melody]);
        request.Fill = true;
        new StoredDrums().Write(request, plan.Fill);
        return plan;
    }
}
