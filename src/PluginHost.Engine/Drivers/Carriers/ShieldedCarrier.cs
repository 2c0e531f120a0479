namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>Runs the engine on a thread of ours that reads and writes a native ring, filled and emptied while managed threads stand still.</summary>
internal sealed class ShieldedCarrier : ICarrier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly StreamOpening _opening;
    private readonly IBlockingStream _stream;
    private Pump _pump;
    private DspThread _thread;
    private bool _isStarted;
    private long _busyLooks;

    /// <summary>Opens the device and readies the thread. [control-thread]</summary>
    /// <param name="opening">What to open.</param>
    public ShieldedCarrier(StreamOpening opening)
    {
        if (opening.Input is null || opening.Output is null)
            throw new AudioDeviceException("Mode shielded needs an input and an output; modes ring and direct do with one.");
        _opening = opening;
        _stream = opening.OpenBlocking();
        _pump = Connect(opening.Engine);
        _thread = new DspThread(_pump, opening.Thread);
    }

    /// <inheritdoc/>
    public DriverInfo Info => _opening.Describe(_stream.Info, _stream.Info.SampleRate);

    /// <inheritdoc/>
    public bool IsActive => _stream.IsActive && _thread.Failure is null;

    /// <inheritdoc/>
    public bool HasEnded => _stream.HasEnded;

    /// <inheritdoc/>
    public long LookAtProgress()
    {
        if (BlockUnderWay >= 0)
            _busyLooks++;
        return _opening.Counters.DeviceBlocks + _busyLooks;
    }

    /// <inheritdoc/>
    public string? Complaint => _thread.Failure?.Message;

    /// <inheritdoc/>
    public long BlockUnderWay => _thread.BlockUnderWay;

    /// <inheritdoc/>
    public bool OutlivesStuckBlock => true;

    /// <inheritdoc/>
    public int LatencyFrames
    {
        get
        {
            StreamInfo info = _stream.Info;
            double seconds = (double)(info.InputLatencyFrames + info.OutputLatencyFrames) / info.SampleRate;
            return (int)Math.Round((seconds * _opening.Engine.Format.SampleRate) + _pump.Runner.LatencyFrames);
        }
    }

    /// <inheritdoc/>
    public void Start()
    {
        _isStarted = true;
        _stream.Start();
        _thread.Start();
    }

    /// <inheritdoc/>
    public Func<bool>? Stop()
    {
        if (!_isStarted)
            return null;
        DspThread thread = _thread;
        bool ends = thread.End(Patience);
        // A thread that waits for the device is set free by this.
        _stream.Stop();
        return ends && thread.Join() ? null : () => thread.IsAlive;
    }

    /// <inheritdoc/>
    public Func<bool>? Replace(AudioEngine engine, bool isStuck)
    {
        Func<bool>? left = null;
        DspThread thread = _thread;
        if (_isStarted && !thread.End(isStuck ? TimeSpan.Zero : Patience))
            left = () => thread.IsAlive;
        else if (_isStarted && !thread.Join())
            throw new InvalidOperationException($"'{Info.DeviceName}' does not answer.");
        _pump = Connect(engine);
        _thread = new DspThread(_pump, _opening.Thread);
        if (_isStarted)
            _thread.Start();
        return left;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private Pump Connect(AudioEngine engine)
    {
        StreamInfo info = _stream.Info;
        // As long as the native ring lasts, nobody hears that we are late.
        engine.Observer.LateAfterFrames = (int)((long)info.OutputLatencyFrames * engine.Format.SampleRate / info.SampleRate);
        return new Pump(_stream, _opening.Counters, new BlockRunner(engine, _opening.Options.BlockFrames,
            new DeviceEnd(info.SampleRate, info.InputChannels), new DeviceEnd(info.SampleRate, info.OutputChannels)));
    }

    private sealed class Pump(IBlockingStream stream, DriverCounters counters, BlockRunner runner) : IBlockPump
    {
        private StreamFlags _flags;

        public BlockRunner Runner => runner;

        public bool Take()
        {
            if (runner.NeededFrames > 0)
                _flags |= stream.Read(runner.DeviceInput);
            return true;
        }

        public void Compute()
        {
            runner.Compute(_flags);
            _flags = StreamFlags.None;
        }

        public void Give()
        {
            if (runner.MadeFrames > 0)
                _flags |= stream.Write(runner.DeviceOutput);
            counters.AddDeviceBlock();
        }
    }
}
