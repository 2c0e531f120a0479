namespace PluginHost.Hosting.Tuning;

/// <summary>Two recordings of one performance: before a chain, and as it should come out of it.</summary>
internal static class TunePair
{
    private const double LongestTailSeconds = 2;
    private const double Doubtful = 0.05;

    /// <summary>Brings both to the same length and moment. Allocates. [control-thread]</summary>
    /// <param name="source">What goes in.</param>
    /// <param name="target">What should come out.</param>
    /// <param name="notes">Told what was done.</param>
    /// <returns>Both, equally long, and the delay of the target that was taken out.</returns>
    /// <exception cref="TuneException">They have other channels or lengths.</exception>
    public static (Recording Source, Recording Target, int Delay) Fit(Recording source, Recording target, List<string> notes)
    {
        if (target.Channels.Length != source.Channels.Length)
            throw new TuneException($"{target.File} has {target.Channels.Length} channels, but {source.File} has {source.Channels.Length}");
        int difference = target.Frames - source.Frames;
        if (difference < 0 || difference > LongestTailSeconds * source.SampleRate)
            throw new TuneException(FormattableString.Invariant(
                $"{target.File} is {Seconds(target):0.000} s long, but {source.File} {Seconds(source):0.000} s; a target may be longer by its tail, up to {LongestTailSeconds} s"));
        target = target.Cut(0, source.Frames);
        Alignment alignment = Alignment.Find(source.Channels[0], target.Channels[0]);
        if (alignment.Confidence < Doubtful)
        {
            notes.Add($"{source.File} and {target.File} have little in common; they are taken as aligned");
            return (source, target, 0);
        }
        if (alignment.IsInverted)
            notes.Add("the target is upside down against the dry recording; a gain with invert=on turns it");
        int delay = alignment.DelayFrames;
        if (delay != 0)
            notes.Add(FormattableString.Invariant(
                $"the target {(delay > 0 ? "lags" : "leads")} by {Math.Abs(delay)} frames ({1000.0 * Math.Abs(delay) / source.SampleRate:0.00} ms), found by cross-correlation; it was shifted"));
        int frames = source.Frames - Math.Abs(delay);
        return (source.Cut(Math.Max(0, -delay), frames), target.Cut(Math.Max(0, delay), frames), delay);
    }

    /// <summary>Cuts what the whole chain made of the dry recording as <see cref="Fit"/> cut the source. [any-thread]</summary>
    public static float[][] Shift(float[][] rendered, int delay, int frames) =>
        [.. rendered.Select(channel => channel.AsSpan(Math.Max(0, -delay), frames).ToArray())];

    /// <summary>Computes the error-to-signal ratio: 10 log10 of |target - signal|^2 / |target|^2. [any-thread]</summary>
    /// <param name="signal">Channels of equal length.</param>
    /// <param name="target">As many, as long; not silent.</param>
    /// <returns>In dB, -200 at least.</returns>
    public static double ErrorDb(float[][] signal, float[][] target)
    {
        double error = 0, power = 0;
        for (int channel = 0; channel < target.Length; channel++)
        {
            for (int i = 0; i < target[channel].Length; i++)
            {
                double difference = (double)signal[channel][i] - target[channel][i];
                error += difference * difference;
                power += (double)target[channel][i] * target[channel][i];
            }
        }
        return 10 * Math.Log10((error / power) + 1e-20);
    }

    private static double Seconds(Recording recording) => (double)recording.Frames / recording.SampleRate;
}
