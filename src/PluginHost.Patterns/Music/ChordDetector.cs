using System.Numerics;

namespace PluginHost.Patterns.Music;

/// <summary>
/// Names the chord of a handful of notes by template matching (after Fujishima, "Realtime chord recognition of musical
/// sound", ICMC 1999): the share of weight inside the chord, less what is missing from it; the lowest note helps its own root.
/// </summary>
public static class ChordDetector
{
    private const double MissingCost = 0.12;
    private const double BassBonus = 0.15;
    private const double RareCost = 0.05;
    private const double LeastScore = 0.5;

    private static readonly ChordQuality[] Common = [ChordQuality.Major, ChordQuality.Minor, ChordQuality.Seventh];

    /// <summary>Finds the chord. Does not allocate. [any-thread]</summary>
    /// <param name="weights">How much each of the 12 pitch classes sounds, 0 and more; its duration, say.</param>
    /// <param name="bass">Pitch class of the lowest note; -1 when there is none.</param>
    /// <returns>The chord over that bass; none when nothing fits.</returns>
    public static Chord Detect(ReadOnlySpan<float> weights, int bass)
    {
        double sum = 0;
        int sounding = 0;
        for (int pitch = 0; pitch < PitchClass.Count; pitch++)
        {
            sum += weights[pitch];
            sounding |= weights[pitch] > 0 ? 1 << pitch : 0;
        }
        if (BitOperations.PopCount((uint)sounding) < 2)
            return default;
        Chord best = default;
        double bestScore = LeastScore;
        for (ChordQuality quality = ChordQuality.Major; quality < (ChordQuality)ChordQualities.Count; quality++)
        {
            for (int root = 0; root < PitchClass.Count; root++)
            {
                int mask = new Chord(root, quality).Mask;
                double score = Inside(weights, mask) / sum;
                score -= MissingCost * BitOperations.PopCount((uint)(mask & ~sounding));
                score += root == bass ? BassBonus : 0;
                score -= Common.AsSpan().Contains(quality) ? 0 : RareCost;
                if (score > bestScore)
                    (best, bestScore) = (new Chord(root, quality, bass < 0 || (mask >> bass & 1) == 0 ? root : bass), score);
            }
        }
        return best;
    }

    private static double Inside(ReadOnlySpan<float> weights, int mask)
    {
        double inside = 0;
        for (int pitch = 0; pitch < PitchClass.Count; pitch++)
            inside += (mask >> pitch & 1) != 0 ? weights[pitch] : 0;
        return inside;
    }
}
