namespace PluginHost.Hosting.Playback;

/// <summary>
/// Guesses how a sound goes on where a file ends, and how it came about where one begins: what a resampler's filter is given there
/// instead of silence, which would make an edge that is heard as a tick. None of it is heard itself.
/// </summary>
/// <remarks>
/// Linear prediction by Burg, "Maximum entropy spectral analysis", Stanford University, 1975, in the recursion of Collomb, "Burg's method,
/// algorithm and recursion", 2009. The predictor is stable, so that a guess never grows.
/// </remarks>
internal static class Continuation
{
    /// <summary>Frames at the edge that a guess is made from.</summary>
    public const int KnownFrames = 1024;

    private const int Order = 32;

    /// <summary>Continues interleaved frames. Allocates. [control-thread]</summary>
    /// <param name="known">The last frames, oldest first; as many as there are, <see cref="KnownFrames"/> at best.</param>
    /// <param name="channels">Channels of each frame.</param>
    /// <param name="frames">How many to guess.</param>
    /// <returns>The frames that follow.</returns>
    public static float[] After(ReadOnlySpan<float> known, int channels, int frames)
    {
        float[] next = new float[frames * channels];
        double[] row = new double[known.Length / channels];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int frame = 0; frame < row.Length; frame++)
                row[frame] = known[(frame * channels) + channel];
            double[] guess = Predict(row, frames);
            for (int frame = 0; frame < frames; frame++)
                next[(frame * channels) + channel] = (float)guess[frame];
        }
        return next;
    }

    /// <summary>Guesses the frames before the first ones. Allocates. [control-thread]</summary>
    /// <param name="known">The first frames.</param>
    /// <param name="channels">Channels of each frame.</param>
    /// <param name="frames">How many to guess.</param>
    /// <returns>The frames that lead there, oldest first.</returns>
    public static float[] Before(ReadOnlySpan<float> known, int channels, int frames)
    {
        float[] backwards = Reversed(known, channels);
        return Reversed(After(backwards, channels, frames), channels);
    }

    private static float[] Reversed(ReadOnlySpan<float> interleaved, int channels)
    {
        float[] reversed = new float[interleaved.Length];
        for (int at = 0; at < interleaved.Length; at += channels)
            interleaved.Slice(at, channels).CopyTo(reversed.AsSpan(interleaved.Length - channels - at));
        return reversed;
    }

    private static double[] Predict(double[] known, int frames)
    {
        double[] taps = Taps(known);
        double[] all = [.. known, .. new double[frames]];
        for (int at = known.Length; at < all.Length; at++)
        {
            for (int tap = 1; tap < taps.Length; tap++)
                all[at] -= taps[tap] * all[at - tap];
        }
        return all[known.Length..];
    }

    private static double[] Taps(double[] known)
    {
        int order = Math.Min(Order, known.Length / 2);
        double[] taps = new double[order + 1];
        taps[0] = 1;
        if (order == 0)
            return taps;
        (double[] forward, double[] backward) = ([.. known], [.. known]);
        int last = known.Length - 1;
        double power = (2 * known.Sum(sample => sample * sample)) - (known[0] * known[0]) - (known[last] * known[last]);
        double least = power * 1e-12;
        for (int k = 0; k < order && power > least; k++)
        {
            double reflection = 0;
            for (int n = 0; n < last - k; n++)
                reflection -= 2 * forward[n + k + 1] * backward[n] / power;
            for (int n = 0; n <= (k + 1) / 2; n++)
                (taps[n], taps[k + 1 - n]) = (taps[n] + (reflection * taps[k + 1 - n]), taps[k + 1 - n] + (reflection * taps[n]));
            for (int n = 0; n < last - k; n++)
                (forward[n + k + 1], backward[n]) = (forward[n + k + 1] + (reflection * backward[n]), backward[n] + (reflection * forward[n + k + 1]));
            power = ((1 - (reflection * reflection)) * power) - (forward[k + 1] * forward[k + 1]) - (backward[last - k - 1] * backward[last - k - 1]);
        }
        return taps;
    }
}
