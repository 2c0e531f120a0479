using System.Numerics;
using PluginHost.Patterns.Music;

namespace PluginHost.Plugins.Plans;

/// <summary>Takes a note that was written over one chord to the same degree of another. Does not allocate.</summary>
internal static class ChordMover
{
    /// <summary>Moves a note. [any-thread]</summary>
    /// <param name="key">MIDI key.</param>
    /// <param name="from">The chord it was written over.</param>
    /// <param name="to">The chord that sounds.</param>
    /// <returns>A chord tone becomes the tone of the same rank, the root the root; others keep their distance to the chord tone
    /// below. The nearest way, at most a tritone and a rank's difference.</returns>
    public static byte Move(byte key, Chord from, Chord to)
    {
        if (from == to || from.IsNone || to.IsNone)
            return key;
        int shift = PitchClass.Wrap(to.Root - from.Root + 5) - 5;
        int above = PitchClass.Wrap(key - from.Root);
        int was = Below(from.Quality.Mask(), above, out int rank);
        int moved = key + shift + OfRank(to.Quality.Mask(), rank) - was;
        return (byte)Math.Clamp(moved, 0, 127);
    }

    // The chord tone at or below an interval, and how many lie below that one.
    private static int Below(int mask, int interval, out int rank)
    {
        int upTo = mask & ((2 << interval) - 1);
        rank = BitOperations.PopCount((uint)upTo) - 1;
        return BitOperations.Log2((uint)upTo);
    }

    private static int OfRank(int mask, int rank)
    {
        int tone = 0;
        for (int interval = 0; interval < PitchClass.Count && rank >= 0; interval++)
        {
            if ((mask >> interval & 1) == 0)
                continue;
            tone = interval;
            rank--;
        }
        return tone;
    }
}
