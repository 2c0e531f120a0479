namespace PluginHost.Plugins.Noise;

/// <summary>
/// What was learned of a noise, for one lane or for each channel: power density over frequency, per unit of window
/// energy, so that it serves any window and any rate; and how far the noise strays.
/// </summary>
/// <param name="SampleRate">Rate at which it was learned, in Hz.</param>
/// <param name="Powers">For each lane power at frequencies evenly spaced from 0 to half the rate.</param>
/// <param name="Strays">For each lane the thresholds of <see cref="Gain.Presence"/> with the long and short
/// window.</param>
internal sealed record NoiseProfile(int SampleRate, float[][] Powers, (float Long, float Short)[] Strays)
{
    /// <summary>The least power: -200 dB, far below what a sample can tell.</summary>
    public const float LeastPower = 1e-20f;

    /// <summary>Gets the frequencies. [any-thread]</summary>
    public int Bins => Powers[0].Length;

    /// <summary>Makes room for a profile that is learned later; allocates. [control-thread]</summary>
    public static NoiseProfile Empty(int sampleRate, int lanes, int bins) => new(sampleRate,
        [.. Enumerable.Range(0, lanes).Select(_ => new float[bins])], new (float, float)[lanes]);

    /// <summary>Gives the profile at other frequencies; what lies beyond its end is as its end. [audio-thread]</summary>
    /// <param name="lane">Which of the lanes to go by; -1 for the mean of all.</param>
    /// <param name="sampleRate">Rate of the bins, in Hz.</param>
    /// <param name="windowEnergy">Sum of the squares of the window.</param>
    /// <param name="power">Power of each bin.</param>
    public void Read(int lane, int sampleRate, float windowEnergy, Span<float> power)
    {
        double step = (double)sampleRate / SampleRate * (Bins - 1) / (power.Length - 1);
        // The same density in power per Hz is the more per sample, the higher the rate.
        float scale = windowEnergy * sampleRate / SampleRate;
        for (int i = 0; i < power.Length; i++)
        {
            double at = Math.Min(i * step, Bins - 1);
            int low = Math.Min((int)at, Bins - 2);
            float share = (float)(at - low);
            float sum = 0;
            int first = lane < 0 ? 0 : lane, last = lane < 0 ? Powers.Length - 1 : lane;
            for (int row = first; row <= last; row++)
                sum += Powers[row][low] + (share * (Powers[row][low + 1] - Powers[row][low]));
            power[i] = Math.Max(sum / (last - first + 1) * scale, LeastPower);
        }
    }

    /// <summary>Gets the thresholds of a lane; those of the first for all. [audio-thread]</summary>
    public (float Long, float Short) StraysOf(int lane) => Strays[Math.Max(lane, 0)];
}
