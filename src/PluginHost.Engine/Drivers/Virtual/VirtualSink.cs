namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>Where goes what virtual devices play.</summary>
public interface IVirtualSink
{
    /// <summary>Takes the next frames. Does not wait. [audio-thread]</summary>
    /// <param name="interleaved">Frames x <paramref name="channels"/>.</param>
    /// <param name="channels">Channels of the stream.</param>
    /// <param name="position">Number of the first frame, from 0; continues after a stream was reopened.</param>
    void Write(ReadOnlySpan<float> interleaved, int channels, long position);
}

/// <summary>Makes sinks.</summary>
public static class VirtualSink
{
    /// <summary>Gets a sink that forgets everything. [any-thread]</summary>
    public static IVirtualSink None { get; } = new NoSink();

    private sealed class NoSink : IVirtualSink
    {
        public void Write(ReadOnlySpan<float> interleaved, int channels, long position)
        {
        }
    }
}

/// <summary>Keeps the first frames that were played.</summary>
/// <param name="capacityFrames">How many.</param>
/// <param name="channels">How many channels of each; the first ones of the stream.</param>
public sealed class MemorySink(int capacityFrames, int channels) : IVirtualSink
{
    private readonly float[] _samples = new float[capacityFrames * channels];
    private readonly int _kept = channels;
    private int _frames;

    /// <summary>Gets the frames kept so far. [any-thread]</summary>
    public int Frames => Volatile.Read(ref _frames);

    /// <summary>Copies one channel of what was kept. Allocates. [any-thread]</summary>
    /// <param name="channel">The channel.</param>
    /// <returns><see cref="Frames"/> samples.</returns>
    public float[] Channel(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, _kept);
        float[] row = new float[Frames];
        for (int frame = 0; frame < row.Length; frame++)
            row[frame] = _samples[(frame * _kept) + channel];
        return row;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> interleaved, int channels, long position)
    {
        int frames = (int)Math.Clamp(capacityFrames - position, 0, interleaved.Length / channels);
        for (int frame = 0; frame < frames; frame++)
        {
            for (int channel = 0; channel < Math.Min(channels, _kept); channel++)
                _samples[((position + frame) * _kept) + channel] = interleaved[(frame * channels) + channel];
        }
        if (frames > 0)
            Volatile.Write(ref _frames, (int)position + frames);
    }
}
