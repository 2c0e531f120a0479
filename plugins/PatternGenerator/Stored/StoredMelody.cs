using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;

namespace PluginHost.Plugins.Stored;

/// <summary>A line that walks the scale and lands on chord tones where the beat is strong.</summary>
internal sealed class StoredMelody() : StoredWriter(PatternKind.Melody)
{
    private const int Lowest = 64, Highest = 84, Middle = 74;

    /// <inheritdoc/>
    protected override void Write(in BarRequest request, in Dice dice, Bar bar)
    {
        if (request.Chord.IsNone)
            return;
        float density = DensityOf(request);
        int key = Middle + (int)(8 * (dice.Roll(1) - 0.5f));
        for (int step = 0, next; step < bar.Steps; step = next)
        {
            next = step + 1;
            while (next < bar.Steps && !Plays(dice, next, density))
                next++;
            if (step == 0 && !Plays(dice, 0, density))
                continue;
            key += (int)MathF.Round(7 * (dice.Roll(40 + step) - 0.5f));
            key = Math.Clamp(key, Lowest, Highest);
            bool isStrong = step % 4 == 0 || dice.Roll(60 + step) > request.Complexity;
            key = Nearest(key, isStrong ? request.Chord.Mask : request.Key.Mask);
            Add(bar, request, dice, step, key, step % 4 == 0 ? 0.7f : 0.58f, 0.9f * Math.Min(next - step, 6));
        }
    }

    private static bool Plays(in Dice dice, int step, float density) => (step % 4) switch
    {
        0 => dice.Roll(step) < 0.25f + density,
        2 => dice.Roll(step) < 0.9f * density,
        _ => dice.Roll(step) < 0.5f * density * density,
    };

    private static int Nearest(int key, int mask)
    {
        for (int away = 0; away < PitchClass.Count / 2; away++)
        {
            if ((mask >> PitchClass.Wrap(key + away) & 1) != 0)
                return key + away;
            if ((mask >> PitchClass.Wrap(key - away) & 1) != 0)
                return key - away;
        }
        return key;
    }
}
