namespace PluginHost.Plugins.Tests.Support;

/// <summary>Signals and what is measured on them.</summary>
internal static class Signals
{
    public static float[] WhiteNoise(int frames, int seed, float level = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(_ => level * ((random.NextSingle() * 2) - 1))];
    }

    public static float[] Sine(int frames, double hertz, int rate = 48_000, float level = 1) =>
        [.. Enumerable.Range(0, frames).Select(n => level * (float)Math.Sin(2 * Math.PI * hertz * n / rate))];

    public static float[] Impulse(int frames, int place = 0)
    {
        float[] samples = new float[frames];
        samples[place] = 1;
        return samples;
    }

    public static float[][] Each(int channels, Func<int, float[]> make) =>
        [.. Enumerable.Range(0, channels).Select(make)];

    /// <summary>Gain in dB of an impulse response at one frequency.</summary>
    public static double ResponseDb(float[] impulseResponse, double hertz, int rate = 48_000)
    {
        double re = 0, im = 0;
        for (int n = 0; n < impulseResponse.Length; n++)
        {
            double angle = 2 * Math.PI * hertz / rate * n;
            re += impulseResponse[n] * Math.Cos(angle);
            im -= impulseResponse[n] * Math.Sin(angle);
        }
        return 10 * Math.Log10((re * re) + (im * im));
    }

    /// <summary>The sharpest bend of a signal: its largest second difference.</summary>
    public static double SharpestBend(ReadOnlySpan<float> samples)
    {
        double sharpest = 0;
        for (int n = 2; n < samples.Length; n++)
            sharpest = Math.Max(sharpest, Math.Abs((double)samples[n] - (2.0 * samples[n - 1]) + samples[n - 2]));
        return sharpest;
    }

    public static float Peak(ReadOnlySpan<float> samples)
    {
        float peak = 0;
        foreach (float sample in samples)
            peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }

    /// <summary>Mean power in dB, where a constant of 1 has 0.</summary>
    public static double LevelDb(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += (double)sample * sample;
        return 10 * Math.Log10((sum / samples.Length) + 1e-30);
    }

    /// <summary>Noise of a normal distribution and a standard deviation.</summary>
    public static float[] Gaussian(int frames, int seed, float deviation = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(_ =>
            deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())))];
    }

    public static float[] Sum(params float[][] signals) =>
        [.. Enumerable.Range(0, signals[0].Length).Select(n => signals.Sum(signal => signal[n]))];

    public static float[] Scaled(float[] signal, float factor) => [.. signal.Select(sample => factor * sample)];
}
