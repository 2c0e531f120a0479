using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Plugins.Stored;

/// <summary>Comping: the chord's tones in a hand's reach around middle C, held or struck in the rhythm of the density.</summary>
internal sealed class StoredChords() : StoredWriter(PatternKind.Chords)
{
    // F sharp below middle C: voicings from here up within an octave move little from chord to chord.
    private const int Lowest = 54;

    /// <inheritdoc/>
    protected override void Write(in BarRequest request, in Dice dice, Bar bar)
    {
        if (request.Chord.IsNone)
            return;
        float density = DensityOf(request);
        for (int step = 0, next; step < bar.Steps; step = next)
        {
            next = step + 1;
            while (next < bar.Steps && !Plays(dice, next, density))
                next++;
            float length = density > 0.6f ? Math.Min(next - step, 2.5f) : next - step;
            for (int key = Lowest; key < Lowest + PitchClass.Count; key++)
            {
                if ((request.Chord.Quality.Mask() >> PitchClass.Wrap(key - request.Chord.Root) & 1) != 0)
                    Add(bar, request, dice, step, key, step == 0 ? 0.6f : 0.5f, 0.95f * length);
            }
        }
    }

    private static bool Plays(in Dice dice, int step, float density) => (step % 4) switch
    {
        0 => dice.Roll(step) < (step == 8 ? 1.2f : 0.7f) * density,
        2 => dice.Roll(step) < 0.75f * density,
        _ => dice.Roll(step) < 0.25f * density * density,
    };
}
