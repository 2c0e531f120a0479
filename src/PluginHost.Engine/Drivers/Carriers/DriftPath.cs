using PluginHost.Engine.Drivers.Resampling;
using PluginHost.Engine.Rings;

namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>
/// The way from a capturing to a playing device whose clocks differ. Our thread follows the input; what it gives is resampled by a
/// hair more or less, so that the time between the two devices stays constant.
/// </summary>
/// <remarks>
/// What is kept constant is the delay: frames in both rings, plus what the capturing device has gathered since its last block,
/// minus what the playing device has played of its last block. Unlike the bare fill of a ring it does not move in steps of a block,
/// and it does not depend on when our thread happened to run (Adriaensen 2012, see <see cref="DriftController"/>).
/// </remarks>
internal sealed class DriftPath : IBlockPump
{
    private const int WaitMs = 100;
    private const int LeastRingFrames = 32_768;
    private readonly BlockRunner _runner;
    private readonly DriverCounters _counters;
    private readonly IBlockSignal _signal;
    private readonly DriftController _controller = new();
    private readonly SpscRing<float> _input;
    private readonly SpscRing<float> _output;
    private readonly DeviceClock _inputClock;
    private readonly DeviceClock _outputClock;
    private readonly double _blockSeconds;
    private readonly double _marginSeconds;
    private readonly double _nominalRatio;
    private readonly CaptureEnd _capture;
    private readonly PlaybackEnd _playback;
    private int _pendingFlags;
    private long _consumed;
    private long _settledUntil;
    private bool _wasAligned;

    /// <summary>Allocates the rings. [control-thread]</summary>
    /// <param name="runner">Runs the engine; its output must be adaptive.</param>
    /// <param name="ringBlocks">Blocks of reserve.</param>
    /// <param name="thread">For the callbacks' threads.</param>
    /// <param name="signal">Wakes our thread.</param>
    /// <param name="counters">What went wrong.</param>
    /// <param name="time">The clock by which the devices' blocks are timed.</param>
    public DriftPath(BlockRunner runner, int ringBlocks, IAudioThread thread, IBlockSignal signal, DriverCounters counters,
        TimeProvider time)
    {
        (_runner, _signal, _counters) = (runner, signal, counters);
        _nominalRatio = runner.ToOutput!.Ratio;
        _blockSeconds = (double)runner.BlockFrames / runner.Engine.Format.SampleRate;
        _marginSeconds = ringBlocks * _blockSeconds;
        int ringFrames = Math.Max(LeastRingFrames, 4 * runner.MaxInputFrames * (ringBlocks + 2));
        _input = new SpscRing<float>(ringFrames * runner.Input.Channels);
        _output = new SpscRing<float>(ringFrames * runner.Output.Channels);
        _inputClock = new DeviceClock(time, runner.Input.SampleRate);
        _outputClock = new DeviceClock(time, runner.Output.SampleRate);
        _settledUntil = runner.NeededFrames;
        _capture = new CaptureEnd(this, thread);
        _playback = new PlaybackEnd(this, thread);
    }

    /// <summary>Gets the capturing device's end. [any-thread]</summary>
    public IStreamCallback Capture => _capture;

    /// <summary>Gets the playing device's end. [any-thread]</summary>
    public IStreamCallback Playback => _playback;

    /// <summary>Gets the blocks of the device that has had fewer. [any-thread]</summary>
    public long Blocks => Math.Min(_inputClock.Blocks, _outputClock.Blocks);

    /// <summary>Gets the time by which the frame heard lags the one captured, as a mean, without the resampler. [any-thread]</summary>
    public double LatencySeconds => _marginSeconds + _blockSeconds + _outputClock.LongestSeconds;

    private double TargetSeconds => _marginSeconds + _blockSeconds + _inputClock.LongestSeconds;

    /// <inheritdoc/>
    public bool Take()
    {
        if (!_input.TryRead(_runner.DeviceInput))
        {
            _signal.Wait(WaitMs);
            return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public void Wake() => _signal.Post();

    /// <inheritdoc/>
    public void Compute()
    {
        bool isAligned = _playback.IsAligned;
        if (!isAligned || !_wasAligned)
            _controller.Restart();
        _wasAligned = isAligned;
        double pending = _runner.ToOutput!.PendingFrames / _runner.Engine.Format.SampleRate;
        double error = isAligned ? DelaySeconds(0) + pending - TargetSeconds : 0;
        double correction = _controller.Update(error, _blockSeconds);
        if (_controller.IsLimited)
            _counters.AddBeyondLimit();
        _counters.SetDrift(_controller.Learned * 1e6);
        _runner.ToOutput.Ratio = _nominalRatio * (1 + correction);
        _runner.Compute((StreamFlags)Interlocked.Exchange(ref _pendingFlags, 0));
    }

    /// <inheritdoc/>
    public void Give()
    {
        if (!_output.TryWrite(_runner.DeviceOutput))
            Flag(StreamFlags.RingFull);
        // What is being computed counts as still to be taken, so that it is always in the sum.
        Volatile.Write(ref _consumed, _settledUntil);
        Volatile.Write(ref _settledUntil, _settledUntil + _runner.NeededFrames);
    }

    private bool IsReady => _inputClock.Frames < Volatile.Read(ref _settledUntil);

    /// <summary>Measures what is on its way from device to device.</summary>
    /// <param name="takenFrames">Frames that the playing device is taking right now.</param>
    private double DelaySeconds(int takenFrames)
    {
        double waiting = _inputClock.Frames - Volatile.Read(ref _consumed);
        double captured = (waiting / _runner.Input.SampleRate) + _inputClock.SinceBlockSeconds;
        double toPlay = ((double)_output.Count / _runner.Output.Channels) - takenFrames;
        return captured + (toPlay / _runner.Output.SampleRate) - (takenFrames > 0 ? 0 : _outputClock.SinceBlockSeconds);
    }

    /// <summary>Our blocks come in bursts, see <see cref="RingPath"/>. [audio-thread]</summary>
    private void SetLateness(int periodFrames)
    {
        double periodSeconds = (double)periodFrames / _runner.Input.SampleRate;
        double burst = Math.Ceiling(_blockSeconds / periodSeconds) * periodSeconds;
        _runner.Engine.Observer.LateAfterFrames = (int)((burst + (0.8 * _marginSeconds)) * _runner.Engine.Format.SampleRate);
    }

    private void Flag(StreamFlags flags)
    {
        if (flags == StreamFlags.None)
            return;
        if ((flags & StreamFlags.RingFull) != 0)
            _counters.AddRingFull();
        if ((flags & StreamFlags.RingEmpty) != 0)
            _counters.AddRingEmpty();
        Interlocked.Or(ref _pendingFlags, (int)flags);
    }

    private sealed class CaptureEnd(DriftPath path, IAudioThread thread) : IStreamCallback
    {
        private int _lastFrames;

        public bool IsReady => path.IsReady;

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            thread.Enter(false);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            if (!path._input.TryWrite(input))
                flags |= StreamFlags.RingFull;
            path._inputClock.Tick(frames, (flags & StreamFlags.RingFull) == 0);
            if (frames != _lastFrames)
                path.SetLateness(_lastFrames = frames);
            path.Flag(flags);
            path._signal.Post();
            path._counters.AddDeviceBlock();
            path._counters.AddCallbackBytes(GC.GetAllocatedBytesForCurrentThread() - bytes);
        }
    }

    private sealed class PlaybackEnd(DriftPath path, IAudioThread thread) : IStreamCallback
    {
        // A late callback of either device looks like too much on its way for a moment; only what lasts is.
        private const double ProvenSeconds = 0.2;

        private double _excessSeconds;
        private bool _isAligned;
        private bool _hasPlayed;

        public bool IsReady => path.IsReady;

        public bool IsAligned => Volatile.Read(ref _isAligned);

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
        {
            thread.Enter(false);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            path._outputClock.Tick(frames, true);
            double excess = path.DelaySeconds(frames) - path.TargetSeconds;
            bool isTooMuch = excess > path._marginSeconds + path._blockSeconds + path._outputClock.LongestSeconds;
            _excessSeconds = isTooMuch ? _excessSeconds + ((double)frames / path._runner.Output.SampleRate) : 0;
            if (_excessSeconds > ProvenSeconds)
                Volatile.Write(ref _isAligned, false);
            if (!_isAligned && excess >= 0)
                Align(excess, output.Length);
            int played = _isAligned ? path._output.Read(output) : 0;
            output[played..].Clear();
            if (_isAligned && played < output.Length)
            {
                Volatile.Write(ref _isAligned, false);
                flags |= StreamFlags.RingEmpty;
            }
            path.Flag(flags);
            path._counters.AddDeviceBlock();
            path._counters.AddCallbackBytes(GC.GetAllocatedBytesForCurrentThread() - bytes);
        }

        /// <summary>Drops what is too much on its way, so that playing begins, or goes on, with exactly the delay there should be.</summary>
        private void Align(double excessSeconds, int needed)
        {
            int channels = path._runner.Output.Channels;
            int surplus = (int)(excessSeconds * path._runner.Output.SampleRate) * channels;
            if (path._output.Count < surplus + needed)
                return;
            path._output.Skip(surplus);
            _excessSeconds = 0;
            if (_hasPlayed)
            {
                path._counters.AddRealigned();
                path._counters.AddDiscarded(surplus / channels);
            }
            _hasPlayed = true;
            Volatile.Write(ref _isAligned, true);
        }
    }
}
