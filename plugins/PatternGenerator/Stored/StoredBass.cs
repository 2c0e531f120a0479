using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Plugins.Stored;

/// <summary>The root with the bass drum, fifth and octave between, and a step towards the next chord.</summary>
internal sealed class StoredBass() : StoredWriter(PatternKind.Bass)
{
    // E1, the lowest string of a bass.
    private const int Lowest = 28;

    /// <inheritdoc/>
    protected override void Write(in BarRequest request, in Dice dice, Bar bar)
    {
        if (request.Chord.IsNone)
            return;
        float density = DensityOf(request);
        int root = InRange(request.Chord.Bass), fifth = root + Fifth(request.Chord), next = InRange(request.NextChord.IsNone ? request.Chord.Bass : request.NextChord.Bass);
        int last = 0;
        for (int step = 0; step < bar.Steps; step++)
        {
            if (!Plays(dice, step, density, bar.Steps))
                continue;
            int key = root;
            if (step >= bar.Steps - 2 && next != root && dice.Roll(20) < 0.3f + (0.6f * request.Complexity))
                key = next + (next > root ? -2 : 2);
            else if (step > 0)
                key = dice.Roll(40 + step) switch { < 0.55f => root, < 0.8f => fifth, _ => root + 12 };
            float length = Math.Min(step % 4 == 0 ? 3.4f : 1.7f, bar.Steps - step);
            Add(bar, request, dice, step, key, step == 0 ? 0.85f : step - last > 2 ? 0.75f : 0.66f, length);
            last = step;
        }
    }

    private static bool Plays(in Dice dice, int step, float density, int steps) => (step % 4) switch
    {
        0 => step == 0 || (step == 8 && steps == 16) ? step == 0 || density > 0.08f : dice.Roll(step) < 1.3f * density,
        2 => dice.Roll(step) < 1.15f * density,
        _ => dice.Roll(step) < 0.35f * density * density,
    };

    private static int Fifth(Chord chord) => chord.Contains(chord.Bass + 7) ? 7 : chord.Contains(chord.Bass + 6) ? 6 : 12;

    private static int InRange(int pitchClass) => Lowest + PitchClass.Wrap(pitchClass - Lowest);
}
