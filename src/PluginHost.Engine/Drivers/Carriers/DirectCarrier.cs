namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>Runs the engine inside the device's callback.</summary>
internal sealed class DirectCarrier : ICarrier, IStreamCallback
{
    private const int PatienceMs = 1000;
    private readonly IDeviceStream _stream;
    private readonly StreamOpening _opening;
    private readonly int _inputChannels;
    private readonly int _outputChannels;
    private readonly IAudioThread _thread;
    private readonly DriverCounters _counters;
    private AudioEngine _engine;
    private long _begun;
    private long _done;
    private long _busyLooks;

    /// <summary>Opens the device. [control-thread]</summary>
    /// <param name="opening">What to open.</param>
    public DirectCarrier(StreamOpening opening)
    {
        (_opening, _engine, _thread, _counters) = (opening, opening.Engine, opening.Thread, opening.Counters);
        _stream = opening.OpenDuplex(this);
        _engine.Observer.LateAfterFrames = 0;
        (_inputChannels, _outputChannels) = (_stream.Info.InputChannels, _stream.Info.OutputChannels);
    }

    /// <inheritdoc/>
    public DriverInfo Info => _opening.Describe(_stream.Info, _stream.Info.SampleRate);

    /// <inheritdoc/>
    public bool IsActive => _stream.IsActive;

    /// <inheritdoc/>
    public bool HasEnded => _stream.HasEnded;

    /// <inheritdoc/>
    public long LookAtProgress()
    {
        if (BlockUnderWay >= 0)
            _busyLooks++;
        return Volatile.Read(ref _begun) + _busyLooks;
    }

    /// <inheritdoc/>
    public long BlockUnderWay => Volatile.Read(ref _done) is var done && Volatile.Read(ref _begun) is var begun && begun > done ? begun : -1;

    /// <inheritdoc/>
    public int LatencyFrames => _stream.Info.InputLatencyFrames + _stream.Info.OutputLatencyFrames;

    /// <inheritdoc/>
    public bool OutlivesStuckBlock => false;

    /// <inheritdoc/>
    public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
    {
        _thread.Enter(false);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _begun, _begun + 1);
        Volatile.Read(ref _engine).Process(input, _inputChannels, output, _outputChannels, frames, flags);
        Volatile.Write(ref _done, _begun);
        _counters.AddDeviceBlock();
        _counters.AddCallbackBytes(GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    /// <inheritdoc/>
    public void Start() => _stream.Start();

    /// <inheritdoc/>
    public Func<bool>? Stop()
    {
        _stream.Stop();
        return BlockUnderWay >= 0 ? () => BlockUnderWay >= 0 : null;
    }

    /// <inheritdoc/>
    public Func<bool>? Replace(AudioEngine engine, bool isStuck)
    {
        AudioEngine old = _engine;
        engine.Observer.LateAfterFrames = 0;
        Volatile.Write(ref _engine, engine);
        long limit = Environment.TickCount64 + (isStuck ? 0 : PatienceMs);
        for (long block = BlockUnderWay; block >= 0 && BlockUnderWay == block; Thread.Sleep(1))
        {
            if (Environment.TickCount64 < limit)
                continue;
            Volatile.Write(ref _engine, old);
            throw new InvalidOperationException("The device's own thread is inside the engine and does not return.");
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
