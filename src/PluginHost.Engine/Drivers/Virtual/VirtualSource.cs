namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>What virtual devices hear.</summary>
public interface IVirtualSource
{
    /// <summary>Gives the next frames. Does not wait. [audio-thread]</summary>
    /// <param name="interleaved">Frames x <paramref name="channels"/>, to be filled whole.</param>
    /// <param name="channels">Channels of the stream.</param>
    /// <param name="position">Number of the first frame, from 0; continues after a stream was reopened.</param>
    void Read(Span<float> interleaved, int channels, long position);
}

/// <summary>Gives one sample.</summary>
/// <param name="frame">Number of the frame.</param>
/// <param name="channel">The channel.</param>
/// <returns>The sample.</returns>
public delegate float VirtualSample(long frame, int channel);

/// <summary>Makes sources.</summary>
public static class VirtualSource
{
    /// <summary>Gets a source of silence. [any-thread]</summary>
    public static IVirtualSource Silence { get; } = new FunctionSource((_, _) => 0);

    /// <summary>Makes a source that computes every sample. [control-thread]</summary>
    /// <param name="sample">Called on the audio thread; must not allocate.</param>
    /// <returns>The source.</returns>
    public static IVirtualSource FromFunction(VirtualSample sample) => new FunctionSource(sample);

    /// <summary>Makes a source that plays samples from memory. [control-thread]</summary>
    /// <param name="interleaved">Frames x <paramref name="channels"/>; not copied.</param>
    /// <param name="channels">One channel feeds all of the stream; otherwise like goes to like and the rest is silent.</param>
    /// <param name="isLooped">Whether it begins again at its end; otherwise silence follows.</param>
    /// <returns>The source.</returns>
    public static IVirtualSource FromSamples(float[] interleaved, int channels, bool isLooped = false)
    {
        ArgumentNullException.ThrowIfNull(interleaved);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        long frames = interleaved.Length / channels;
        return new FunctionSource((frame, channel) =>
        {
            long at = isLooped && frames > 0 ? frame % frames : frame;
            int from = channels == 1 ? 0 : channel;
            return at < frames && from < channels ? interleaved[(at * channels) + from] : 0;
        });
    }

    private sealed class FunctionSource(VirtualSample sample) : IVirtualSource
    {
        public void Read(Span<float> interleaved, int channels, long position)
        {
            for (int i = 0, channel = 0; i < interleaved.Length; i++)
            {
                interleaved[i] = sample(position, channel);
                if (++channel == channels)
                    (channel, position) = (0, position + 1);
            }
        }
    }
}
