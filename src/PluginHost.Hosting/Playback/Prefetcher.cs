using PluginHost.Engine.Rings;
using PluginHost.Hosting.Audio;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Playback;

/// <summary>The thread that reads, decodes and resamples ahead of time, so that a disk may stall for as long as the ring is deep.</summary>
internal sealed class Prefetcher : IDisposable
{
    private const int ChunkFrames = 2048;
    private const int PollMs = 20;
    private readonly SpscRing<float> _ring;
    private readonly PlaybackFeed _feed;
    private readonly TrackList _list;
    private readonly TrackStream _stream;
    private readonly ReserveWatch _reserve;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly float[] _block;
    private readonly int _channels;
    private PlaceRequest? _request;
    private volatile bool _isStopping;
    private int _done;

    // Prefetch thread's own.
    private int _index;
    private ISeekableSource? _next;
    private bool _isDraining;
    private bool _isBroken;
    private bool _hasEnded;
    private long _written;
    private long _given;

    /// <summary>Starts the thread. Allocates. [control-thread]</summary>
    public Prefetcher(TrackList list, SpscRing<float> ring, PlaybackFeed feed, AudioFormat format, PlaceRequest start)
    {
        (_list, _ring, _feed, _channels, _request) = (list, ring, feed, format.Channels, start);
        _stream = new TrackStream(format.SampleRate, format.Channels);
        _reserve = new ReserveWatch(ring.Capacity / format.Channels);
        _block = new float[ChunkFrames * _channels];
        _thread = new Thread(Run) { Name = "prefetch", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gets where tracks begin in the ring, for the control thread.</summary>
    public SpscRing<TrackMark> Marks { get; } = new(1024);

    /// <summary>Gets how well the ring did its work. [any-thread]</summary>
    public ReserveWatch Reserve => _reserve;

    /// <summary>Gets the number of the last request that was carried out. [any-thread]</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Asks for another place; only the latest wish counts. [control-thread]</summary>
    public void Ask(PlaceRequest request)
    {
        Volatile.Write(ref _request, request);
        _wake.Set();
    }

    /// <summary>Ends the thread and closes the files. A read that never returns is left behind. [control-thread]</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        if (_thread.Join(1000))
            _wake.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            if (Interlocked.Exchange(ref _request, null) is { } request)
                GoTo(request);
            if (_hasEnded || _ring.Capacity - _ring.Count < _block.Length)
                _wake.WaitOne(PollMs);
            else
                Fill();
        }
        _next?.Dispose();
        _stream.Dispose();
    }

    private void GoTo(PlaceRequest request)
    {
        _next?.Dispose();
        (_next, _isDraining, _isBroken, _hasEnded) = (null, false, false, false);
        int index = request.Track;
        ISeekableSource? track = _list.Open(ref index);
        // What could not be opened is skipped, and its place with it.
        double seconds = index == request.Track ? request.Seconds : 0;
        if (track is not null)
        {
            _stream.Begin(track, isJoined: false);
            _index = index;
            seconds = TrySeek(track, seconds) ? seconds : 0;
        }
        _reserve.Restart();
        _feed.Plan = new FeedPlan(request.Number, _written, seconds > 0, -1);
        if (track is not null)
            Mark(request.Number, seconds);
        else
            End();
        Volatile.Write(ref _done, request.Number);
    }

    private bool TrySeek(ISeekableSource track, double seconds)
    {
        long frame = (long)Math.Round(seconds * track.SampleRate);
        if (frame <= 0)
            return false;
        if (track.Frames is { } frames && frame >= frames)
            frame = frames;
        try
        {
            _stream.Seek(frame);
            return true;
        }
        catch (AudioFileException exception)
        {
            _list.Fail(_index, exception);
            return false;
        }
    }

    private void Fill()
    {
        // What a seek is about to skip is no reserve.
        _reserve.Look(_written - Math.Max(_feed.Taken, _feed.Plan.CutAt));
        try
        {
            int frames = _isBroken ? 0 : _isDraining ? _stream.Drain(_block) : _stream.Read(_block);
            if (frames > 0)
                Give(frames);
            else if (_isDraining)
                FollowOn();
            else
                FinishTrack();
        }
        catch (Exception exception) when (exception is AudioFileException or IOException or InvalidOperationException)
        {
            _list.Fail(_index, exception);
            (_isBroken, _isDraining) = (true, false);
        }
    }

    private void Give(int frames)
    {
        _ring.TryWrite(_block.AsSpan(0, frames * _channels));
        _written += frames;
        _given += frames;
    }

    private void FinishTrack()
    {
        if (_given == 0)
            _list.FailEmpty(_index);
        _isBroken = false;
        _index++;
        _next = _list.Open(ref _index);
        _isDraining = _next is null || !_stream.CanFollow(_next);
        if (!_isDraining)
            FollowOn();
    }

    private void FollowOn()
    {
        _isDraining = false;
        if (_next is null)
        {
            End();
            return;
        }
        _stream.Begin(_next, isJoined: true);
        _next = null;
        Mark(_feed.Plan.Cut, 0);
    }

    private void Mark(int request, double seconds)
    {
        // Behind a seek there may be nothing left, without the file being empty.
        _given = seconds > 0 ? 1 : 0;
        double length = _stream.Track!.Frames is { } frames ? (double)frames / _stream.Track.SampleRate : double.NaN;
        Marks.TryWrite(new TrackMark(_written, request, _index, seconds, length));
    }

    private void End()
    {
        _hasEnded = true;
        _feed.Plan = _feed.Plan with { EndAt = _written };
    }
}
