using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>
/// Spreads a chord over a keyboard: the bass low, every tone once between E3 and Eb4. Because each tone always lies in the same
/// octave, common tones stay and the others move by the smallest steps.
/// </summary>
public static class ChordVoicing
{
    /// <summary>Most notes of a chord.</summary>
    public const int MaxNotes = 8;

    private const int LowestBass = 36;
    private const int Lowest = 52;

    /// <summary>Writes the keys, lowest first. Does not allocate. [any-thread]</summary>
    /// <param name="chord">The chord.</param>
    /// <param name="keys">At least <see cref="MaxNotes"/> long.</param>
    /// <returns>How many; 0 for no chord.</returns>
    public static int Voice(Chord chord, Span<byte> keys)
    {
        if (chord.IsNone)
            return 0;
        int count = 0;
        keys[count++] = (byte)(LowestBass + PitchClass.Wrap(chord.Bass - LowestBass));
        for (int key = Lowest; key < Lowest + PitchClass.Count && count < MaxNotes; key++)
        {
            if ((chord.Quality.Mask() >> PitchClass.Wrap(key - chord.Root) & 1) != 0)
                keys[count++] = (byte)key;
        }
        return count;
    }
}
