using System.Numerics;

namespace PluginHost.Hosting.Tuning.Losses;

/// <summary>
/// The mean of <see cref="StftLoss"/> over three lengths of window: what one blurs in time, another blurs in frequency
/// (Yamamoto, Song and Kim, 2020, equation 7). The windows last about 85, 43 and 21 ms, as the paper's at its 24 kHz.
/// </summary>
/// <param name="sampleRate">In Hz.</param>
/// <param name="target">Channels of equal length, at least <see cref="LeastSamples"/>.</param>
internal sealed class MultiResolutionLoss(int sampleRate, float[][] target) : ILoss
{
    private const double LongestWindowSeconds = 0.085;

    private readonly StftLoss[] _losses =
        [.. new[] { 1, 2, 4 }.Select(part => new StftLoss(LeastSamples(sampleRate) / part, target))];

    /// <summary>Gets the shortest signal that can be measured, in samples. [any-thread]</summary>
    public static int LeastSamples(int sampleRate) => (int)BitOperations.RoundUpToPowerOf2((uint)(sampleRate * LongestWindowSeconds));

    /// <inheritdoc/>
    public double Measure(float[][] signal, float[][]? gradient)
    {
        foreach (float[] channel in gradient ?? [])
            Array.Clear(channel);
        double sum = 0;
        foreach (StftLoss loss in _losses)
            sum += loss.Measure(signal, gradient);
        foreach (float[] channel in gradient ?? [])
        {
            foreach (ref float slope in channel.AsSpan())
                slope /= _losses.Length;
        }
        return sum / _losses.Length;
    }
}
