using System.Numerics;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Audio.Resampling;

namespace PluginHost.Hosting.Playback;

/// <summary>
/// Tracks one after the other in the chain's rate and channels. Tracks of one rate go through one resampler without a break, so that a
/// sound which was cut in two is whole again; where rates change, <see cref="Continuation"/> keeps the filters from hearing an edge.
/// Belongs to the prefetch thread.
/// </summary>
/// <param name="sampleRate">The chain's, in Hz.</param>
/// <param name="channels">The chain's.</param>
internal sealed class TrackStream(int sampleRate, int channels) : IDisposable
{
    private const int ChunkFrames = 2048;

    // Longer than the filter's half, and a second holds so many of them.
    private const int EdgesPerSecond = 10;
    private readonly float[] _fitted = new float[ChunkFrames * channels];
    private readonly List<float> _edge = [];
    private float[] _raw = [];
    private Resampler? _resampler;
    private float[]? _extension;
    private int _extensionAt;
    private int _rate;
    private int _start;
    private int _end;
    private long _fed;
    private long _made;
    private long _toSkip;

    /// <summary>Gets the track that is read; null before the first.</summary>
    public ISeekableSource? Track { get; private set; }

    /// <summary>Tells whether a track can follow without draining first.</summary>
    public bool CanFollow(ISeekableSource track) => _resampler is null || track.SampleRate == _rate;

    /// <summary>Goes on with another track, and disposes the one before. Without a break when the rate is the same.</summary>
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
        Forget();
        if (_rate == sampleRate)
            return;
        _resampler = new Resampler(_rate, sampleRate, channels);
        if (isJoined)
            LeadIn();
    }

    /// <summary>Goes to another place of the track, forgetting what was read.</summary>
    public void Seek(long frame)
    {
        Track!.Seek(frame);
        _resampler?.Reset();
        Forget();
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
                Fetch();
            if (_end == 0)
                return 0;
            (int consumed, int produced) = _resampler.Process(_fitted.AsSpan(_start, _end - _start), interleaved);
            _start += consumed * channels;
            int skipped = (int)Math.Min(produced, _toSkip);
            _toSkip -= skipped;
            if (skipped > 0)
                interleaved[(skipped * channels)..(produced * channels)].CopyTo(interleaved);
            _made += produced - skipped;
            if (produced > skipped)
                return produced - skipped;
        }
    }

    /// <summary>Takes out what the resampler holds back, when nothing of its rate follows.</summary>
    /// <returns>Frames; 0 when nothing is left.</returns>
    public int Drain(Span<float> interleaved)
    {
        long left = _resampler is null ? 0 : (long)Math.Round((double)_fed * sampleRate / _rate) - _made;
        Span<float> room = interleaved[..(int)Math.Min(interleaved.Length, Math.Max(0, left) * channels)];
        _extension ??= left > 0 ? Continuation.After([.. _edge], channels, _rate / EdgesPerSecond) : null;
        while (room.Length > 0)
        {
            int produced;
            if (_extensionAt < _extension!.Length)
            {
                (int consumed, produced) = _resampler!.Process(_extension.AsSpan(_extensionAt), room);
                _extensionAt += consumed * channels;
            }
            else if ((produced = _resampler!.Drain(room)) == 0)
                return 0;
            _made += produced;
            if (produced > 0)
                return produced;
        }
        return 0;
    }

    public void Dispose()
    {
        Track?.Dispose();
        _resampler?.Dispose();
    }

    /// <summary>Gives the filter a past that leads to the track's first frames, of a length that is whole frames at either rate.</summary>
    private void LeadIn()
    {
        Fetch();
        int step = _rate / (int)BigInteger.GreatestCommonDivisor(_rate, sampleRate);
        int frames = ((_rate / EdgesPerSecond) + step - 1) / step * step;
        float[] past = Continuation.Before(_fitted.AsSpan(0, Math.Min(_end, Continuation.KnownFrames * channels)), channels, frames);
        _toSkip = (long)frames * sampleRate / _rate;
        float[] unheard = new float[ChunkFrames * channels];
        for (int at = 0; at < past.Length;)
        {
            (int consumed, int produced) = _resampler!.Process(past.AsSpan(at), unheard.AsSpan(0, (int)Math.Min(unheard.Length, _toSkip * channels)));
            at += consumed * channels;
            _toSkip -= produced;
        }
    }

    private void Forget()
    {
        (_start, _end, _fed, _made, _toSkip, _extension, _extensionAt) = (0, 0, 0, 0, 0, null, 0);
        _edge.Clear();
    }

    private void Fetch()
    {
        (_start, _end) = (0, ReadFitted(_fitted) * channels);
        _fed += _end / channels;
        _edge.AddRange(_fitted.AsSpan(0, _end));
        if (_edge.Count > Continuation.KnownFrames * channels)
            _edge.RemoveRange(0, _edge.Count - (Continuation.KnownFrames * channels));
    }

    private int ReadFitted(Span<float> fitted)
    {
        int frames = Track!.ReadInterleaved(_raw.AsSpan(0, fitted.Length / channels * Track.Channels));
        ChannelFit.Fit(_raw.AsSpan(0, frames * Track.Channels), Track.Channels, fitted, channels);
        return frames;
    }
}
