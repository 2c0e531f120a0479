using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;

namespace PluginHost.Hosting.Playback;

/// <summary>
/// Tracks one after the other in the chain's rate and channels. Tracks of one rate go through one resampler without a break, so that a
/// sound which was cut in two is whole again. Belongs to the prefetch thread.
/// </summary>
/// <param name="sampleRate">The chain's, in Hz.</param>
/// <param name="channels">The chain's.</param>
internal sealed class TrackStream(int sampleRate, int channels) : IDisposable
{
    private const int ChunkFrames = 2048;
    private readonly float[] _fitted = new float[ChunkFrames * channels];
    private float[] _raw = [];
    private Resampler? _resampler;
    private int _rate;
    private int _start;
    private int _end;

    /// <summary>Gets the track that is read; null before the first.</summary>
    public ISeekableSource? Track { get; private set; }

    /// <summary>Tells whether a track can follow without draining first.</summary>
    public bool CanFollow(ISeekableSource track) => _resampler is null || track.SampleRate == _rate;

    /// <summary>Goes on with another track, and disposes the one before.</summary>
    /// <param name="track">What to read; owned from here.</param>
    /// <param name="isJoined">Whether it follows on what was read; otherwise that is forgotten.</param>
    public void Begin(ISeekableSource track, bool isJoined)
    {
        Track?.Dispose();
        Track = track;
        if (_raw.Length < ChunkFrames * track.Channels)
            _raw = new float[ChunkFrames * track.Channels];
        if (isJoined && track.SampleRate == _rate)
            return;
        _resampler?.Dispose();
        _resampler = null;
        _rate = track.SampleRate;
        (_start, _end) = (0, 0);
        if (_rate != sampleRate)
            _resampler = new Resampler(_rate, sampleRate, channels);
    }

    /// <summary>Goes to another place of the track, forgetting what was read.</summary>
    public void Seek(long frame)
    {
        Track!.Seek(frame);
        _resampler?.Reset();
        (_start, _end) = (0, 0);
    }

    /// <summary>Reads on. Does I/O.</summary>
    /// <param name="interleaved">In the chain's channels; whole frames.</param>
    /// <returns>Frames; 0 at the end of the track, though the resampler may hold some back.</returns>
    public int Read(Span<float> interleaved)
    {
        if (_resampler is null)
            return ReadFitted(interleaved[..Math.Min(interleaved.Length, _fitted.Length)]);
        while (true)
        {
            if (_start == _end)
                (_start, _end) = (0, ReadFitted(_fitted) * channels);
            if (_end == 0)
                return 0;
            (int consumed, int produced) = _resampler.Process(_fitted.AsSpan(_start, _end - _start), interleaved);
            _start += consumed * channels;
            if (produced > 0)
                return produced;
        }
    }

    /// <summary>Takes out what the resampler holds back, when nothing follows on it.</summary>
    /// <returns>Frames; 0 when nothing is left.</returns>
    public int Drain(Span<float> interleaved) => _resampler?.Drain(interleaved) ?? 0;

    public void Dispose()
    {
        Track?.Dispose();
        _resampler?.Dispose();
    }

    private int ReadFitted(Span<float> fitted)
    {
        int frames = Track!.ReadInterleaved(_raw.AsSpan(0, fitted.Length / channels * Track.Channels));
        ChannelFit.Fit(_raw.AsSpan(0, frames * Track.Channels), Track.Channels, fitted, channels);
        return frames;
    }
}
