namespace PluginHost.Hosting.Playback;

/// <summary>
/// Gives a file's frames the chain's channels, by the rules of a device's: one channel feeds all; many feed one as their mean;
/// otherwise like goes to like, and what has no partner is silent.
/// </summary>
internal static class ChannelFit
{
    /// <summary>Fits whole frames. Does not allocate. [any-thread]</summary>
    /// <param name="from">Interleaved, <paramref name="fromChannels"/> each.</param>
    /// <param name="fromChannels">At least 1.</param>
    /// <param name="to">Interleaved, <paramref name="toChannels"/> each, as many frames.</param>
    /// <param name="toChannels">At least 1.</param>
    public static void Fit(ReadOnlySpan<float> from, int fromChannels, Span<float> to, int toChannels)
    {
        if (fromChannels == toChannels)
        {
            from.CopyTo(to);
            return;
        }
        int frames = from.Length / fromChannels;
        for (int frame = 0; frame < frames; frame++)
        {
            ReadOnlySpan<float> source = from.Slice(frame * fromChannels, fromChannels);
            Span<float> target = to.Slice(frame * toChannels, toChannels);
            if (fromChannels == 1)
                target.Fill(source[0]);
            else if (toChannels == 1)
                target[0] = Mean(source);
            else
            {
                int shared = Math.Min(fromChannels, toChannels);
                source[..shared].CopyTo(target);
                target[shared..].Clear();
            }
        }
    }

    private static float Mean(ReadOnlySpan<float> samples)
    {
        float sum = 0;
        foreach (float sample in samples)
            sum += sample;
        return sum / samples.Length;
    }
}
