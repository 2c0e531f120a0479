namespace PluginHost.Dsp.Tests;

/// <summary>Makes test signals, and measures a tone in one.</summary>
internal static class Tones
{
    public const int Frames = 4096;

    public static float[] Noise(int frames, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    public static float[] Sine(int frames, double frequency, double amplitude = 1) =>
        [.. Enumerable.Range(0, frames).Select(n => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * n)))];

    /// <summary>Level of one frequency in dB of a full-scale sine, from the last three quarters of a signal, through a
    /// window whose side lobes are below -180 dB at some bins' distance.</summary>
    public static double Db(ReadOnlySpan<float> samples, double frequency)
    {
        samples = samples[(samples.Length / 4)..];
        double re = 0, im = 0, sum = 0;
        for (int n = 0; n < samples.Length; n++)
        {
            double t = 2 * Math.PI * (n + 0.5) / samples.Length;
            // Seven terms after Albrecht, "A family of cosine-sum windows for high-resolution measurements", 2001.
            double window = 0.27122036 - (0.43344461 * Math.Cos(t)) + (0.21800412 * Math.Cos(2 * t))
                - (0.06578534 * Math.Cos(3 * t)) + (0.01076187 * Math.Cos(4 * t)) - (0.00077001 * Math.Cos(5 * t))
                + (0.00001368 * Math.Cos(6 * t));
            double angle = 2 * Math.PI * frequency * n;
            re += window * samples[n] * Math.Cos(angle);
            im += window * samples[n] * Math.Sin(angle);
            sum += window;
        }
        return 20 * Math.Log10(Math.Max(1e-10, 2 * Math.Sqrt((re * re) + (im * im)) / sum));
    }
}
