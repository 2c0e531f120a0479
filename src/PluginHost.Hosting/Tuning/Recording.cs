using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tuning;

/// <summary>A recording in memory, channel by channel, fit to be compared.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">Channels of equal length.</param>
internal sealed record Recording(string File, int SampleRate, float[][] Channels)
{
    private const double MostSeconds = 600;
    private const float Silence = 1e-5f; // -100 dBFS

    /// <summary>Gets the frames. [any-thread]</summary>
    public int Frames => Channels[0].Length;

    /// <summary>Loads a file. Allocates and does I/O. [control-thread]</summary>
    /// <exception cref="AudioFileException">It cannot be read.</exception>
    /// <exception cref="TuneException">It is too short or too long, silent, or not finite.</exception>
    public static Recording Load(string file)
    {
        using AudioFileReader reader = new(file);
        int channels = reader.Info.Channels, rate = reader.Info.SampleRate;
        List<float>[] samples = [.. Enumerable.Range(0, channels).Select(_ => new List<float>())];
        float[] block = new float[4096 * channels];
        for (int frames; (frames = reader.ReadInterleaved(block)) > 0;)
        {
            for (int i = 0; i < frames * channels; i++)
                samples[i % channels].Add(block[i]);
            if (samples[0].Count > MostSeconds * rate)
                throw new TuneException($"{file}: it is longer than {MostSeconds} s; cut out what matters");
        }
        if (reader.NonFiniteSamples > 0)
            throw new TuneException($"{file}: {reader.NonFiniteSamples} samples are infinite or no number");
        int least = 2 * MultiResolutionLoss.LeastSamples(rate);
        if (samples[0].Count < least)
            throw new TuneException(FormattableString.Invariant(
                $"{file}: it is {1000.0 * samples[0].Count / rate:0} ms long, but must be {1000.0 * least / rate:0} ms at least"));
        if (samples.All(channel => channel.All(sample => Math.Abs(sample) < Silence)))
            throw new TuneException($"{file}: it is silent");
        return new Recording(file, rate, [.. samples.Select(channel => channel.ToArray())]);
    }

    /// <summary>Cuts a piece out. Allocates. [any-thread]</summary>
    public Recording Cut(int start, int frames) =>
        this with { Channels = [.. Channels.Select(channel => channel.AsSpan(start, frames).ToArray())] };
}
