namespace PluginHost.Dsp.Levels;

/// <summary>Which channel counts how much for loudness, after Recommendation ITU-R BS.1770-4 (2015), annex 1, table 3.</summary>
public static class ChannelWeights
{
    private const double Surround = 1.41;

    /// <summary>Gives the weights of a layout in the order of WAV files. Allocates. [control-thread]</summary>
    /// <param name="channels">4 means left, right and two surrounds, 5 a centre before those, 6 a channel for low-frequency
    /// effects, which counts nothing, behind the centre. All channels of other numbers count the same.</param>
    /// <returns>One factor for each channel.</returns>
    public static double[] For(int channels) => channels switch
    {
        4 => [1, 1, Surround, Surround],
        5 => [1, 1, 1, Surround, Surround],
        6 => [1, 1, 1, 0, Surround, Surround],
        _ => [.. Enumerable.Repeat(1.0, channels)],
    };
}
