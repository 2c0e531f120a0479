using System.Collections.Concurrent;
using PluginHost.Plugins.Tests.Support;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>Signals like those that are played and sung, at 48 kHz, the same at every call.</summary>
internal static class Programme
{
    private const int Rate = 48_000;

    /// <summary>Names for <see cref="Make"/>, of which there is also "crescendo".</summary>
    public static readonly string[] All = ["speech", "plucked", "onsets", "vibrato", "organ", "noise", "drums"];

    private static readonly ConcurrentDictionary<(string, double), float[]> Made = new();

    /// <summary>Makes one with a peak of 1, anew for whoever asks.</summary>
    public static float[] Make(string name, double seconds) => [.. Made.GetOrAdd((name, seconds), _ => MakeFirst(name, seconds))];

    /// <summary>Speech or another programme at -30 dB of mean power, over a noise of -80 dB.</summary>
    public static float[] Sung(string name, double seconds)
    {
        float[] dry = Make(name, seconds);
        float level = MathF.Pow(10, (float)(-30 - Signals.LevelDb(dry)) / 20);
        return Signals.Sum(Signals.Scaled(dry, level), Signals.Gaussian(dry.Length, 3, 1e-4f));
    }

    private static float[] MakeFirst(string name, double seconds)
    {
        float[] samples = new float[(int)(seconds * Rate)];
        for (int n = 0; n < samples.Length; n++)
            samples[n] = (float)Sample(name, (double)n / Rate);
        if (name == "noise")
            samples = Signals.WhiteNoise(samples.Length, 1);
        if (name == "drums")
            samples = [.. Signals.WhiteNoise(samples.Length, 2).Select((x, n) => x * (float)Math.Exp(-(n % 16_000) / 1_500.0))];
        return Signals.Scaled(samples, 1 / Signals.Peak(samples));
    }

    private static double Sample(string name, double t) => name switch
    {
        "speech" => Speech(t),
        "plucked" => Partials(t % 0.4, Note((int)(t / 0.4)), 12, 1.5) * Math.Exp(-5 * (t % 0.4)) * Math.Min(1, (t % 0.4) / 0.002),
        "onsets" => Partials(t, Note((int)t), 1, 0) * Math.Min(1, (t % 1) / 0.005) * Math.Min(1, (1 - (t % 1)) / 0.005),
        "vibrato" => Partials(t + (0.006 / (Math.Tau * 5.5) * Math.Sin(Math.Tau * 5.5 * t)), 440, 10, 1),
        "crescendo" => Chord(t) * Math.Pow(10, ((10 * (t % 4)) - 40) / 20) * Math.Min(1, (4 - (t % 4)) / 0.05),
        "organ" => Chord(t) * Math.Min(1, (t % 3) / 0.03) * Math.Min(1, (3 - (t % 3)) / 0.1),
        _ => 0,
    };

    private static double Note(int count) => 220 * Math.Pow(2, count * 7 % 12 / 12.0);

    private static double Partials(double t, double hertz, int count, double slope)
    {
        double sum = 0;
        for (int k = 1; k <= count; k++)
            sum += Math.Pow(k, -slope) * Math.Sin((Math.Tau * hertz * k * t) + (k * k));
        return sum;
    }

    private static double Chord(double t) =>
        Partials(t, 196, 8, 0.8) + Partials(t, 246.9, 8, 0.8) + Partials(t, 293.7, 8, 0.8);

    // A voice whose pitch falls within each syllable, with pauses; two formants.
    private static double Speech(double t)
    {
        double syllable = t % 0.31, pitch = 130 + (20 * Math.Sin(1.3 * t)), sum = 0;
        double phase = Math.Tau * ((130 * t) - (20 / 1.3 * Math.Cos(1.3 * t)) - (25 * syllable * syllable));
        for (int k = 1; k * pitch < 5_000; k++)
        {
            double f = k * pitch, first = 500 + (200 * Math.Sin(5 * t)), second = 1_500 + (500 * Math.Sin(3 * t));
            sum += (Math.Exp(-Math.Pow((f - first) / 200, 2)) + (0.4 * Math.Exp(-Math.Pow((f - second) / 300, 2))) + 0.02) * Math.Sin(k * phase);
        }
        return (int)(t / 0.31) % 6 == 5 ? 0 : sum * Math.Pow(Math.Sin(Math.PI * syllable / 0.31), 2);
    }
}
