namespace PluginHost.Neural.Frames;

/// <summary>
/// Finds where in a piece the present has happened before: the latest earlier place whose frames before it agree with the last ones for
/// longest, as the match models of data compression do. What followed there is a good guess of what follows now.
/// </summary>
internal static class FrameMatch
{
    /// <summary>Frames beyond which a longer agreement says nothing more.</summary>
    public const int Longest = 32;

    /// <param name="frames">The piece; only those before <paramref name="target"/> are looked at.</param>
    /// <param name="target">The frame to guess.</param>
    /// <returns>The place of the frame that followed, and how many frames agreed; 0 for none.</returns>
    public static (int Place, int Length) Find(ReadOnlySpan<int[]> frames, int target)
    {
        int place = 0, longest = 0;
        for (int candidate = target - 1; candidate > longest && longest < Longest; candidate--)
        {
            int length = 0;
            while (length < Longest && length < candidate && Same(frames[candidate - 1 - length], frames[target - 1 - length]))
                length++;
            if (length > longest)
                (place, longest) = (candidate, length);
        }
        return (place, longest);
    }

    public static bool Same(int[] a, int[] b) => a.AsSpan().SequenceEqual(b);
}
