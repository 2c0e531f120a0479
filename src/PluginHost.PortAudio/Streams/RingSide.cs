namespace PluginHost.PortAudio.Streams;

/// <summary>One direction of a blocking stream: the caller's channels within the device's.</summary>
/// <param name="deviceChannels">Channels the native ring holds.</param>
/// <param name="channels">Channels of the caller, no more than the device's.</param>
/// <param name="ringFrames">Depth of the native ring, 0 if not known.</param>
internal sealed class RingSide(int deviceChannels, int channels, int ringFrames)
{
    private const int SpareFrames = 256;

    private readonly float[] _spare = channels == deviceChannels ? [] : new float[SpareFrames * deviceChannels];

    public int DeviceChannels => deviceChannels;

    public int Channels => channels;

    public int RingFrames => ringFrames;

    private bool IsDirect => channels == deviceChannels;

    /// <summary>Frames to move at once.</summary>
    public int Fit(int samples, int available) =>
        Math.Min(Math.Min(samples / channels, available), IsDirect ? int.MaxValue : SpareFrames);

    /// <summary>Where the device is to put its frames: in place, or aside when it has more channels.</summary>
    public Span<float> FromDevice(Span<float> interleaved, int frames) =>
        IsDirect ? interleaved[..(frames * channels)] : _spare.AsSpan(0, frames * deviceChannels);

    /// <summary>Picks the caller's channels out of what was put aside.</summary>
    public void Take(Span<float> interleaved, int frames)
    {
        if (IsDirect)
            return;
        for (var i = 0; i < frames; i++)
            _spare.AsSpan(i * deviceChannels, channels).CopyTo(interleaved[(i * channels)..]);
    }

    /// <summary>What the device is to play: in place, or with silence on the channels the caller does not have.</summary>
    public ReadOnlySpan<float> ToDevice(ReadOnlySpan<float> interleaved, int frames)
    {
        if (IsDirect)
            return interleaved[..(frames * channels)];
        for (var i = 0; i < frames; i++)
            interleaved.Slice(i * channels, channels).CopyTo(_spare.AsSpan(i * deviceChannels));
        return _spare.AsSpan(0, frames * deviceChannels);
    }
}
