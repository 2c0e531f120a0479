using PluginHost.Engine.Rings;

namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>
/// The way from a device's callback to our thread and back, when input and output share one clock. The callback moves samples
/// through two rings; output frame n is always what input frame n - <see cref="LatencyFrames"/> became, or silence: what comes too
/// late for its place is thrown away, so the latency never creeps.
/// </summary>
/// <remarks>
/// The reserve. When a callback of P frames asks for its output, all earlier callbacks' input has been computed, save the rest r
/// that does not fill a block of B frames. So <c>P + r</c> frames of reserve are needed; with constant P the largest r is
/// <c>B - gcd(P, B)</c>. That is one block for P = B and for P a divisor of B.
/// </remarks>
internal sealed class RingPath : IBlockPump, IStreamCallback
{
    private const int WaitMs = 100;

    // Frames a ring holds at least; a callback larger than this loses its input.
    private const int LeastRingFrames = 16_384;

    // With converted rates, a block's frames vary by one on either side.
    private const int ConversionSlack = 2;

    private readonly BlockRunner _runner;
    private readonly IAudioThread _thread;
    private readonly IBlockSignal _signal;
    private readonly DriverCounters _counters;
    private readonly SpscRing<float> _input;
    private readonly SpscRing<float> _output;
    private readonly float[] _silence;
    private readonly int _blockFrames;
    private readonly int _ringFrames;
    private readonly int _reserveFrames;
    private int _pendingFlags;

    // Callback's own.
    private long _nextOutput;
    private int _maxPeriod;
    private int _lastPeriod;
    private bool _isPeriodSteady = true;
    private long _accepted;
    private int _latencyFrames;

    // DSP thread's own.
    private long _consumed;
    private long _settledUntil;

    /// <summary>Allocates the rings and warms up. [control-thread]</summary>
    /// <param name="runner">Runs the engine.</param>
    /// <param name="ringBlocks">Blocks of reserve at least.</param>
    /// <param name="periodFrames">The device's usual block; 0 when not known.</param>
    /// <param name="thread">For the callback's thread.</param>
    /// <param name="signal">Wakes our thread.</param>
    /// <param name="counters">What went wrong.</param>
    public RingPath(BlockRunner runner, int ringBlocks, int periodFrames, IAudioThread thread, IBlockSignal signal,
        DriverCounters counters)
    {
        (_runner, _thread, _signal, _counters) = (runner, thread, signal, counters);
        _blockFrames = runner.IsConverting ? runner.MaxInputFrames : runner.BlockFrames;
        _ringFrames = Math.Max(LeastRingFrames, 4 * (periodFrames + (_blockFrames * (ringBlocks + 2))));
        _input = new SpscRing<float>(_ringFrames * Math.Max(1, runner.Input.Channels));
        _output = new SpscRing<float>(2 * _ringFrames * Math.Max(1, runner.Output.Channels));
        _silence = new float[(_blockFrames + ConversionSlack) * runner.Output.Channels];
        _latencyFrames = (ringBlocks * _blockFrames) + (runner.IsConverting ? ConversionSlack : 0);
        _settledUntil = runner.NeededFrames;
        _reserveFrames = ringBlocks * _blockFrames;
        KnowPeriod(Math.Max(1, periodFrames));
    }

    /// <summary>Runs every method once on another path, so that the first block meets no cold code. [control-thread]</summary>
    /// <param name="runner">Only its buffers are used.</param>
    public static void WarmUp(BlockRunner runner)
    {
        PortableAudioThread thread = PortableAudioThread.Instance;
        using IBlockSignal signal = thread.CreateSignal();
        RingPath path = new(runner, 1, 0, thread, signal, new DriverCounters());
        int frames = runner.NeededFrames;
        for (int round = 0; round < 4; round++)
        {
            path.OnBlock(new float[frames * runner.Input.Channels], new float[frames * runner.Output.Channels], frames, StreamFlags.None);
            while (path._accepted - path._consumed >= frames)
            {
                if (path.Take())
                    path.Give();
            }
        }
        runner.DeviceInput.Clear();
    }

    /// <summary>Gets the frames, at the device's rate, by which output lags input; grows when the device's blocks do. [any-thread]</summary>
    public int LatencyFrames => Volatile.Read(ref _latencyFrames);

    /// <inheritdoc/>
    public bool IsReady => Volatile.Read(ref _accepted) < Volatile.Read(ref _settledUntil);

    /// <inheritdoc/>
    public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
    {
        _thread.Enter(false);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long first = _accepted;
        if (frames != _lastPeriod)
            flags |= ChangePeriod(frames);
        if (first + frames - Volatile.Read(ref _settledUntil) < _ringFrames && _input.TryWrite(input))
            Volatile.Write(ref _accepted, first + frames);
        else
        {
            _counters.AddRingFull();
            flags |= StreamFlags.RingFull;
        }
        if (_runner.Output.Channels > 0 && !GiveOutput(first - _latencyFrames, output, frames))
        {
            _counters.AddRingEmpty();
            flags |= StreamFlags.RingEmpty;
        }
        if (flags != StreamFlags.None)
            Interlocked.Or(ref _pendingFlags, (int)flags);
        _signal.Post();
        _counters.AddDeviceBlock();
        _counters.AddCallbackBytes(GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    /// <inheritdoc/>
    public bool Take()
    {
        int needed = _runner.NeededFrames;
        long accepted = Volatile.Read(ref _accepted);
        if (accepted - _consumed < needed)
        {
            _signal.Wait(WaitMs);
            return false;
        }
        // What the device has already played silence for is not worth computing: catching up would make the next blocks late, too.
        if (accepted - LatencyFrames - _consumed >= needed && _runner.Output.Channels > 0)
        {
            SkipBlock(needed);
            return false;
        }
        _input.Read(_runner.DeviceInput);
        _consumed += needed;
        return true;
    }

    /// <inheritdoc/>
    public void Wake() => _signal.Post();

    /// <inheritdoc/>
    public void Compute() => _runner.Compute((StreamFlags)Interlocked.Exchange(ref _pendingFlags, 0));

    /// <inheritdoc/>
    public void Give()
    {
        _output.TryWrite(_runner.DeviceOutput);
        Volatile.Write(ref _settledUntil, _consumed + _runner.NeededFrames);
    }

    private StreamFlags ChangePeriod(int frames)
    {
        _isPeriodSteady = _lastPeriod == 0;
        _lastPeriod = frames;
        if (!KnowPeriod(frames) || _accepted == 0)
            return StreamFlags.None;
        // Blocks never seen before need a larger reserve: a gap is heard now, and none later.
        _counters.AddRealigned();
        return StreamFlags.RingEmpty;
    }

    /// <summary>Grows the reserve to what this period needs, see above. [audio-thread]</summary>
    /// <returns>Whether it grew.</returns>
    private bool KnowPeriod(int frames)
    {
        _maxPeriod = Math.Max(_maxPeriod, frames);
        int rest = _isPeriodSteady && !_runner.IsConverting ? _blockFrames - Gcd(frames, _blockFrames) : _blockFrames - 1;
        int needed = Math.Min(_maxPeriod + rest + (_runner.IsConverting ? ConversionSlack : 0), _ringFrames / 2);
        // Our blocks come in bursts, one for each of the device's that completes one; late is what eats up most of the reserve.
        int burst = (_blockFrames + _maxPeriod - 1) / _maxPeriod * _maxPeriod;
        _runner.Engine.Observer.LateAfterFrames = (int)((burst + (0.8 * _reserveFrames)) * _runner.EngineFramesPerInputFrame);
        if (needed <= _latencyFrames)
            return false;
        Volatile.Write(ref _latencyFrames, needed);
        return true;
    }

    /// <summary>Plays what was computed from input frame <paramref name="wanted"/> on, and silence where there is nothing. [audio-thread]</summary>
    /// <returns>False when something is missing that should have been there.</returns>
    private bool GiveOutput(long wanted, Span<float> output, int frames)
    {
        int channels = _runner.Output.Channels;
        if (_nextOutput < wanted)
        {
            int discarded = _output.Skip((int)Math.Min(wanted - _nextOutput, _output.Capacity / channels) * channels) / channels;
            _nextOutput += discarded;
            _counters.AddDiscarded(discarded);
        }
        // At the start there is nothing yet; and after input was lost, the frames on their way have time.
        int early = (int)Math.Clamp(_nextOutput - wanted, 0, frames);
        output[..(early * channels)].Clear();
        int played = 0;
        if (_nextOutput == wanted + early)
            played = _output.Read(output[(early * channels)..]) / channels;
        output[((early + played) * channels)..].Clear();
        _nextOutput += played;
        return early + played == frames;
    }

    /// <summary>Silence takes the place of a block that is too late anyway, so that frames keep their numbers. [DSP thread]</summary>
    private void SkipBlock(int needed)
    {
        _input.Skip(needed * _runner.Input.Channels);
        _consumed += needed;
        _output.TryWrite(_silence.AsSpan(0, needed * _runner.Output.Channels));
        Volatile.Write(ref _settledUntil, _consumed + needed);
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
