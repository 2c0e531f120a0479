using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>
/// Carries samples between a device's interleaved frames and the chain's planar rows. One channel feeds all; many feed one as their
/// mean; otherwise like goes to like, and what has no partner is silent.
/// </summary>
internal static class ChannelMap
{
    /// <summary>Takes input apart. [audio-thread]</summary>
    /// <param name="interleaved">Frames x <paramref name="channels"/>; empty means silence.</param>
    /// <param name="channels">Channels of the device.</param>
    /// <param name="planar">Filled whole.</param>
    public static void Deinterleave(ReadOnlySpan<float> interleaved, int channels, AudioBuffer planar)
    {
        if (interleaved.IsEmpty || channels == 0)
        {
            planar.Clear();
            return;
        }
        if (channels == 2 && planar.Channels == 2)
        {
            StereoPairs.Split(interleaved, planar[0], planar[1]);
            return;
        }
        for (int row = 0; row < planar.Channels; row++)
        {
            if (planar.Channels == 1 && channels > 1)
                Average(interleaved, channels, planar[row]);
            else if (channels == 1 || row < channels)
                TakeChannel(interleaved, channels, channels == 1 ? 0 : row, planar[row]);
            else
                planar[row].Clear();
        }
    }

    /// <summary>Puts output together. [audio-thread]</summary>
    /// <param name="planar">What the chain gave.</param>
    /// <param name="interleaved">Frames x <paramref name="channels"/>, filled whole.</param>
    /// <param name="channels">Channels of the device.</param>
    public static void Interleave(AudioBuffer planar, Span<float> interleaved, int channels)
    {
        if (channels == 2 && planar.Channels == 2)
        {
            StereoPairs.Join(planar[0], planar[1], interleaved);
            return;
        }
        for (int channel = 0; channel < channels; channel++)
        {
            if (channels == 1 && planar.Channels > 1)
                PutMean(planar, interleaved);
            else if (planar.Channels == 1 || channel < planar.Channels)
                PutChannel(planar[planar.Channels == 1 ? 0 : channel], interleaved, channels, channel);
            else
                PutSilence(interleaved, channels, channel);
        }
    }

    private static void TakeChannel(ReadOnlySpan<float> interleaved, int stride, int channel, Span<float> row)
    {
        for (int frame = 0, at = channel; frame < row.Length; frame++, at += stride)
            row[frame] = interleaved[at];
    }

    private static void Average(ReadOnlySpan<float> interleaved, int channels, Span<float> row)
    {
        float share = 1f / channels;
        for (int frame = 0; frame < row.Length; frame++)
        {
            float sum = 0;
            foreach (float sample in interleaved.Slice(frame * channels, channels))
                sum += sample;
            row[frame] = sum * share;
        }
    }

    private static void PutChannel(ReadOnlySpan<float> row, Span<float> interleaved, int stride, int channel)
    {
        for (int frame = 0, at = channel; frame < row.Length; frame++, at += stride)
            interleaved[at] = row[frame];
    }

    private static void PutMean(AudioBuffer planar, Span<float> interleaved)
    {
        float share = 1f / planar.Channels;
        for (int frame = 0; frame < planar.Frames; frame++)
        {
            float sum = 0;
            for (int channel = 0; channel < planar.Channels; channel++)
                sum += planar[channel][frame];
            interleaved[frame] = sum * share;
        }
    }

    private static void PutSilence(Span<float> interleaved, int stride, int channel)
    {
        for (int at = channel; at < interleaved.Length; at += stride)
            interleaved[at] = 0;
    }
}
