namespace PluginHost.Hosting.Audio;

/// <summary>A short recording, whole in memory.</summary>
/// <param name="Samples">Interleaved, whole frames.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">Channels of each frame.</param>
public sealed record MemoryAudio(ReadOnlyMemory<float> Samples, int SampleRate, int Channels)
{
    /// <summary>Gets the length. [any-thread]</summary>
    public int Frames => Samples.Length / Channels;

    /// <summary>Loads a file. Allocates all of it and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="maxSeconds">The longest recording to take, above 0.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="AudioFileException">It cannot be read, or is longer.</exception>
    public static MemoryAudio Load(string file, double maxSeconds = 600)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSeconds);
        using AudioFileReader reader = new(file);
        AudioFileInfo info = reader.Info;
        long most = (long)Math.Min(maxSeconds * info.SampleRate, Array.MaxLength / info.Channels);
        float[] block = new float[4096 * info.Channels];
        // Grows with what is really read: a header may promise anything.
        List<float> samples = [];
        for (int frames; (frames = reader.ReadInterleaved(block)) > 0;)
        {
            samples.AddRange(block.AsSpan(0, frames * info.Channels));
            if (samples.Count / info.Channels > most)
                throw new AudioFileException(file, $"it is longer than {maxSeconds} s, which is too long to be kept in memory");
        }
        return new MemoryAudio(samples.ToArray(), info.SampleRate, info.Channels);
    }
}
