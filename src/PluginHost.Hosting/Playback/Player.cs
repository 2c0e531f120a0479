using PluginHost.Engine;
using PluginHost.Engine.Rings;

namespace PluginHost.Hosting.Playback;

/// <summary>
/// Plays files one after the other without a gap: a thread of its own decodes and resamples seconds ahead into a lock-free ring;
/// <see cref="Source"/> gives the ring to the engine. Everything but the source belongs to one control thread.
/// </summary>
public sealed class Player : IDisposable
{
    // Later than this, "previous" means the beginning of the same file.
    private const double RestartSeconds = 3;
    private readonly SpscRing<float> _ring;
    private readonly PlaybackFeed _feed;
    private readonly TrackList _list;
    private readonly Prefetcher _prefetcher;
    private readonly int _sampleRate;
    private PlaceRequest _request;
    private TrackMark _mark;
    private TrackMark? _nextMark;

    /// <summary>Begins to read ahead. Allocates. [control-thread]</summary>
    /// <param name="files">At least one.</param>
    /// <param name="options">Format, loop, start.</param>
    public Player(IReadOnlyList<string> files, PlayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(files.Count, 1, nameof(files));
        options.Format.Validate();
        if (!(options.BufferSeconds is >= 0.25 and <= 60) || !(options.FromSeconds >= 0))
            throw new ArgumentOutOfRangeException(nameof(options), options, "The buffer holds 0.25 to 60 s, and there is nothing before 0 s.");
        (Files, _sampleRate) = (files, options.Format.SampleRate);
        _ring = new SpscRing<float>((int)(options.BufferSeconds * _sampleRate) * options.Format.Channels);
        FeedRehearsal.Run();
        _feed = new PlaybackFeed(_ring, options.Format);
        _list = new TrackList(files, _sampleRate, options.IsLooped, options.Open);
        _request = new PlaceRequest(1, 0, options.FromSeconds);
        _prefetcher = new Prefetcher(_list, _ring, _feed, options.Format, _request);
    }

    /// <summary>Gets the files, in order. [any-thread]</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Gets what fills the chain's input; for <see cref="AudioEngine.Source"/>. [any-thread]</summary>
    public IAudioStage Source => _feed;

    /// <summary>Gets whether there is enough in the ring to begin, or nothing to wait for. [any-thread]</summary>
    public bool IsReady => _prefetcher.Done == _request.Number && _feed.IsReady;

    /// <summary>Gets whether all is played and nothing else was asked for. [control-thread]</summary>
    public bool IsAtEnd => _prefetcher.Done == _request.Number && _feed.Plan is var plan && plan.EndAt >= 0 && _feed.Taken >= plan.EndAt;

    /// <summary>Gets or sets whether it stands still, silent after a short fade. [any-thread]</summary>
    public bool IsPaused
    {
        get => _feed.IsPaused;
        set => _feed.IsPaused = value;
    }

    /// <summary>Gets how often the ring ran dry, which is heard as a short silence. [any-thread]</summary>
    public long Starvations => _feed.Starvations;

    /// <summary>Gets how often the disk stalled for more than half of the ring without being heard. [any-thread]</summary>
    public int BridgedStalls => _prefetcher.Reserve.Bridged;

    /// <summary>Gets the lowest fill of the ring once it was full, 0 to 1. [any-thread]</summary>
    public double LowestFill => _prefetcher.Reserve.Lowest;

    /// <summary>Gets the files that could not be played, or not to their end. [any-thread]</summary>
    public int FailedFiles => _list.Failed;

    /// <summary>Takes what was wrong with a file. [control-thread]</summary>
    /// <param name="error">One line that names the file.</param>
    /// <returns>False when there is nothing new.</returns>
    public bool TryTakeError(out string error) => _list.Errors.TryDequeue(out error!);

    /// <summary>Looks at what is heard now. Does not allocate. [control-thread]</summary>
    /// <returns>The reading.</returns>
    public PlaybackReading Look()
    {
        long taken = _feed.Taken;
        while (true)
        {
            if (_nextMark is null && _prefetcher.Marks.TryRead(out TrackMark mark))
                _nextMark = mark;
            if (_nextMark is not { } next || next.At > taken)
                break;
            (_mark, _nextMark) = (next, null);
        }
        double seconds = _mark.Seconds + ((double)(taken - _mark.At) / _sampleRate);
        return new PlaybackReading(_mark.Track, seconds, _mark.LengthSeconds, (double)_ring.Count / _ring.Capacity);
    }

    /// <summary>Goes to another place of the file. [control-thread]</summary>
    /// <param name="seconds">From its beginning; beyond its end the next one follows.</param>
    public void SeekTo(double seconds) => Ask(Aim().Track, seconds);

    /// <summary>Goes forward or back. [control-thread]</summary>
    /// <param name="seconds">From what is heard, or will be after the last request.</param>
    public void SeekBy(double seconds) => Ask(Aim().Track, Aim().Seconds + seconds);

    /// <summary>Goes to the next file; behind the last one it ends, or begins again. [control-thread]</summary>
    public void Next() => Ask(Aim().Track + 1, 0);

    /// <summary>Goes to the beginning of the file, or to the one before when it has just begun. [control-thread]</summary>
    public void Previous()
    {
        (int track, double seconds) = Aim();
        Ask(seconds > RestartSeconds ? track : Math.Max(0, track - 1), 0);
    }

    /// <summary>Ends the reading thread. The engine must not use the source any more. [control-thread]</summary>
    public void Dispose() => _prefetcher.Dispose();

    /// <summary>What the listener means by "here": what is heard, or what was asked for and is not heard yet.</summary>
    private (int Track, double Seconds) Aim()
    {
        PlaybackReading now = Look();
        return _mark.Request == _request.Number ? (now.Track, now.Seconds) : (_request.Track, _request.Seconds);
    }

    private void Ask(int track, double seconds)
    {
        if (double.IsNaN(seconds))
            return;
        _request = new PlaceRequest(_request.Number + 1, track, Math.Max(0, seconds));
        _prefetcher.Ask(_request);
    }
}
