namespace PluginHost.Hosting.Audio.Resampling;

/// <summary>A source at another sample rate. Disposes of nothing but its own.</summary>
public sealed class ResampledSource : IAudioSource, IDisposable
{
    private const int ChunkFrames = 4096;
    private readonly IAudioSource _source;
    private readonly Resampler _resampler;
    private readonly float[] _input;
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>Takes a source to a rate. Allocates. [control-thread]</summary>
    /// <param name="source">The source, which the caller disposes.</param>
    /// <param name="sampleRate">The rate wanted, in Hz, 8000 to 192000.</param>
    public ResampledSource(IAudioSource source, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_source, SampleRate) = (source, sampleRate);
        _resampler = new Resampler(source.SampleRate, sampleRate, source.Channels);
        _input = new float[ChunkFrames * source.Channels];
    }

    /// <inheritdoc/>
    public int SampleRate { get; }

    /// <inheritdoc/>
    public int Channels => _source.Channels;

    /// <inheritdoc/>
    public long? Frames => _source.Frames is { } frames
        ? (long)Math.Round((double)frames * SampleRate / _source.SampleRate) : null;

    /// <inheritdoc/>
    public int ReadInterleaved(Span<float> interleaved)
    {
        int wanted = interleaved.Length / Channels;
        int done = 0;
        while (done < wanted)
        {
            if (_start == _end && !_hasEnded)
                (_start, _end) = (0, _source.ReadInterleaved(_input) * Channels);
            Span<float> rest = interleaved[(done * Channels)..(wanted * Channels)];
            if (_hasEnded = _hasEnded || _end == 0)
            {
                int last = _resampler.Drain(rest);
                done += last;
                if (last == 0)
                    break;
                continue;
            }
            (int consumed, int produced) = _resampler.Process(_input.AsSpan(_start, _end - _start), rest);
            _start += consumed * Channels;
            done += produced;
        }
        return done;
    }

    /// <summary>Forgets what it read, when the source was moved to another place. [control-thread]</summary>
    public void Reset()
    {
        _resampler.Reset();
        (_start, _end, _hasEnded) = (0, 0, false);
    }

    /// <summary>Frees the resampler, not the source. [control-thread]</summary>
    public void Dispose() => _resampler.Dispose();
}
