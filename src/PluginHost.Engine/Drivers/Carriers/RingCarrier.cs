namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>
/// Runs the engine on a thread of ours between rings: one stream and a <see cref="RingPath"/>, or two streams with two clocks and a
/// <see cref="DriftPath"/>.
/// </summary>
internal sealed class RingCarrier : ICarrier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly StreamOpening _opening;
    private readonly IBlockSignal _signal;
    private readonly Exchange _inputEnd = new();
    private readonly Exchange _outputEnd = new();
    private readonly IDeviceStream _stream;
    private readonly IDeviceStream? _playback;
    private RingPath? _ring;
    private DriftPath? _drift;
    private BlockRunner _runner;
    private DspThread _thread;
    private bool _isStarted;

    /// <summary>Opens the devices and readies the thread. [control-thread]</summary>
    /// <param name="opening">What to open.</param>
    public RingCarrier(StreamOpening opening)
    {
        _opening = opening;
        _stream = opening.IsSplit ? opening.OpenInput(_inputEnd) : opening.OpenDuplex(_inputEnd);
        try
        {
            _playback = opening.IsSplit ? opening.OpenOutput(_outputEnd) : null;
            _signal = opening.Thread.CreateSignal();
        }
        catch
        {
            _stream.Dispose();
            _playback?.Dispose();
            throw;
        }
        // See StreamOpening.Open: first calls belong here.
        _signal.Post();
        _signal.Wait(0);
        (_runner, _thread) = Connect(opening.Engine);
    }

    /// <inheritdoc/>
    public DriverInfo Info
    {
        get
        {
            StreamInfo info = _stream.Info;
            if (_playback?.Info is not { } playback)
                return _opening.Describe(info, info.SampleRate);
            return _opening.Describe(
                info with { OutputChannels = playback.OutputChannels, OutputLatencyFrames = playback.OutputLatencyFrames },
                playback.SampleRate);
        }
    }

    /// <inheritdoc/>
    public bool IsActive => _stream.IsActive && _playback?.IsActive is not false;

    /// <inheritdoc/>
    public bool HasEnded => _stream.HasEnded || _playback?.HasEnded is true;

    /// <inheritdoc/>
    public long LookAtProgress() => _drift?.Blocks ?? _opening.Counters.DeviceBlocks;

    /// <inheritdoc/>
    public long BlockUnderWay => _thread.BlockUnderWay;

    /// <inheritdoc/>
    public bool OutlivesStuckBlock => true;

    /// <inheritdoc/>
    public int LatencyFrames
    {
        get
        {
            DriverInfo info = Info;
            double seconds = ((double)info.Stream.InputLatencyFrames / info.Stream.SampleRate)
                + ((double)info.Stream.OutputLatencyFrames / info.OutputSampleRate)
                + (_drift?.LatencySeconds ?? ((double)_ring!.LatencyFrames / info.Stream.SampleRate));
            return (int)Math.Round((seconds * _opening.Engine.Format.SampleRate) + _runner.LatencyFrames);
        }
    }

    /// <inheritdoc/>
    public void Start()
    {
        _isStarted = true;
        _thread.Start();
        _stream.Start();
        _playback?.Start();
    }

    /// <inheritdoc/>
    public Func<bool>? Stop()
    {
        _playback?.Stop();
        _stream.Stop();
        return StopThread(Patience);
    }

    /// <inheritdoc/>
    public Func<bool>? Replace(AudioEngine engine, bool isStuck)
    {
        // The devices play silence meanwhile. The old thread keeps the old rings, so whatever it still does, it does alone.
        _inputEnd.Target = _outputEnd.Target = null;
        Func<bool>? left = StopThread(isStuck ? TimeSpan.Zero : Patience);
        (_runner, _thread) = Connect(engine);
        if (_isStarted)
            _thread.Start();
        return left;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _playback?.Dispose();
        _stream.Dispose();
        // A thread that was abandoned does not touch the signal any more.
        _signal.Dispose();
    }

    private (BlockRunner Runner, DspThread Thread) Connect(AudioEngine engine)
    {
        StreamInfo info = _stream.Info;
        DriverOptions options = _opening.Options;
        DeviceEnd input = new(info.SampleRate, info.InputChannels);
        if (_playback?.Info is { } playback)
        {
            BlockRunner runner = new(engine, options.BlockFrames, input, new DeviceEnd(playback.SampleRate, playback.OutputChannels), true);
            _drift = new DriftPath(runner, options.RingBlocks, _opening.Thread, _signal, _opening.Counters, _opening.Time);
            (_inputEnd.Target, _outputEnd.Target) = (_drift.Capture, _drift.Playback);
            return (runner, new DspThread(_drift, _opening.Thread));
        }
        BlockRunner locked = new(engine, options.BlockFrames, input, new DeviceEnd(info.SampleRate, info.OutputChannels));
        RingPath.WarmUp(locked);
        _ring = new RingPath(locked, options.RingBlocks, info.PeriodFrames, _opening.Thread, _signal, _opening.Counters);
        _inputEnd.Target = _ring;
        return (locked, new DspThread(_ring, _opening.Thread));
    }

    private Func<bool>? StopThread(TimeSpan patience)
    {
        if (!_isStarted)
            return null;
        DspThread thread = _thread;
        return thread.End(patience) && thread.Join() ? null : () => thread.IsAlive;
    }

    /// <summary>What a device calls, whatever rings are behind it at the time.</summary>
    private sealed class Exchange : IStreamCallback
    {
        private IStreamCallback? _target;

        public IStreamCallback? Target
        {
            set => Volatile.Write(ref _target, value);
        }

        public bool IsReady => Volatile.Read(ref _target)?.IsReady is true;

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            if (Volatile.Read(ref _target) is { } target)
                target.OnBlock(input, output, frames, flags);
            else
                output.Clear();
        }
    }
}
