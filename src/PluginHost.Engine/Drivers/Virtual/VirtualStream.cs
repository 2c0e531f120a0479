namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>A stream of virtual devices. Its blocks are carried by a <see cref="VirtualLoop"/>.</summary>
internal sealed class VirtualStream : IDeviceStream
{
    private const int StopLimitMs = 1000;
    private readonly VirtualOptions _options;
    private readonly IStreamCallback _callback;
    private readonly VirtualLoop _loop;
    private readonly VirtualPlug _plug;
    private readonly AudioDevice _device;
    private readonly double _frameSeconds;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly bool _hasInput;
    private readonly bool _hasOutput;
    private double _startedAt;
    private double _deadline;
    private long _frames;
    private long _blocks;
    private int _isStarted;
    private int _isInside;
    private int _isLost;
    private int _hasEnded;

    public VirtualStream(VirtualOptions options, in StreamRequest request, IStreamCallback callback, VirtualLoop loop, VirtualPlug plug)
    {
        (_options, _callback, _loop, _plug) = (options, callback, loop, plug);
        (_hasInput, _hasOutput) = (request.Input is not null, request.Output is not null);
        _device = (request.Input ?? request.Output)!;
        bool drifts = !_hasInput && _device.Name == VirtualBackend.OutputName;
        _frameSeconds = 1 / (request.SampleRate * (1 + (drifts ? options.Faults.DriftPpm * 1e-6 : 0)));
        int longest = LongestBlock(options);
        _input = new float[longest * request.InputChannels];
        _output = new float[longest * request.OutputChannels];
        Info = new StreamInfo(request.SampleRate, request.InputChannels, request.OutputChannels,
            options.Faults.BlockSizes.Count > 0 ? 0 : options.PeriodFrames, 0, 0);
    }

    public StreamInfo Info { get; }

    public bool IsActive => IsRunning || (_options.Faults.UnplugsSilently && Volatile.Read(ref _isLost) != 0);

    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    public bool IsDisposed { get; private set; }

    /// <summary>Whether blocks are still to come. [any-thread]</summary>
    public bool IsRunning => Volatile.Read(ref _isStarted) != 0 && Volatile.Read(ref _isLost) == 0 && !HasEnded;

    /// <summary>Whether the host can take a block. [audio-thread]</summary>
    public bool IsReady => _callback.IsReady;

    /// <summary>When the next block is due, in seconds of the loop. [audio-thread]</summary>
    public double Deadline => Volatile.Read(ref _deadline);

    private long Position => _hasOutput ? _plug.OutputPosition : _plug.InputPosition;

    public static int LongestBlock(VirtualOptions options) =>
        options.Faults.BlockSizes.Count > 0 ? options.Faults.BlockSizes.Max() : options.PeriodFrames;

    public void Start()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_isStarted != 0)
            return;
        (_startedAt, _frames) = (_loop.Seconds, 0);
        Volatile.Write(ref _deadline, _startedAt);
        Interlocked.Exchange(ref _isStarted, 1);
        _loop.Add(this);
    }

    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStarted, 0) == 0)
            return;
        _loop.Remove(this);
        long limit = Environment.TickCount64 + StopLimitMs;
        while (Volatile.Read(ref _isInside) != 0 && Environment.TickCount64 < limit)
            Thread.Sleep(1);
    }

    public void Dispose()
    {
        Stop();
        IsDisposed = true;
    }

    /// <summary>Carries one block. [audio-thread]</summary>
    public void RunBlock()
    {
        // Either this sees that the stream was stopped, or Stop sees that a block is under way.
        Interlocked.Exchange(ref _isInside, 1);
        try
        {
            if (Volatile.Read(ref _isStarted) != 0)
                Carry();
        }
        finally
        {
            Volatile.Write(ref _isInside, 0);
        }
    }

    /// <summary>Puts later blocks off by as much as the last one came late, so that they do not come in a burst. [audio-thread]</summary>
    /// <param name="now">Seconds of the loop.</param>
    public void ForgiveLateness(double now)
    {
        double late = now - Deadline;
        if (late <= 0)
            return;
        _startedAt += late;
        Volatile.Write(ref _deadline, now);
    }

    private void Carry()
    {
        VirtualFaults faults = _options.Faults;
        if (_plug.MustStop(_device, Position, Info.SampleRate))
        {
            Volatile.Write(ref _isLost, 1);
            return;
        }
        int frames = NextFrames();
        _blocks++;
        if (faults.LateEveryBlocks > 0 && _blocks % faults.LateEveryBlocks == 0)
            Thread.Sleep(TimeSpan.FromMilliseconds(faults.LateMs));
        bool isFlagged = faults.FlagsEveryBlocks > 0 && _blocks % faults.FlagsEveryBlocks == 0;

        Span<float> input = _input.AsSpan(0, frames * Info.InputChannels);
        Span<float> output = _output.AsSpan(0, frames * Info.OutputChannels);
        if (_hasInput)
            _options.Source.Read(input, Info.InputChannels, _plug.InputPosition);
        _callback.OnBlock(input, output, frames, isFlagged ? faults.Flags : StreamFlags.None);
        if (_hasOutput)
            _options.Sink.Write(output, Info.OutputChannels, _plug.OutputPosition);
        _plug.Advance(_hasInput ? frames : 0, _hasOutput ? frames : 0);

        _frames += frames;
        Volatile.Write(ref _deadline, _startedAt + (_frames * _frameSeconds));
        if (_options.EndFrame > 0 && Position >= _options.EndFrame)
        {
            Volatile.Write(ref _hasEnded, 1);
            _plug.End();
        }
    }

    private int NextFrames()
    {
        IReadOnlyList<int> sizes = _options.Faults.BlockSizes;
        int frames = sizes.Count > 0 ? sizes[(int)(_blocks % sizes.Count)] : _options.PeriodFrames;
        return _options.EndFrame > 0 ? (int)Math.Clamp(_options.EndFrame - Position, 1, frames) : frames;
    }
}
