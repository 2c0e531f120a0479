using System.Diagnostics;

namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>Makes time pass for virtual devices: always carries the block that is due first. One control thread adds and removes.</summary>
internal sealed class VirtualLoop
{
    private const int PatienceMs = 10_000;
    private readonly VirtualOptions _options;
    private readonly IAudioThread _audioThread;
    private readonly VirtualTime? _simulated;
    private readonly Random _random;
    private readonly long _epoch = Stopwatch.GetTimestamp();
    private VirtualStream[] _running = [];
    private Thread? _thread;
    private int _generation;

    /// <summary>Creates it; nothing runs yet. [control-thread]</summary>
    public VirtualLoop(VirtualOptions options, IAudioThread audioThread)
    {
        (_options, _audioThread) = (options, audioThread);
        _simulated = options.Clock == VirtualClock.RealTime ? null : new VirtualTime();
        _random = new Random(options.Faults.Seed);
    }

    public TimeProvider Time => _simulated ?? TimeProvider.System;

    public double Seconds => _simulated is null
        ? Stopwatch.GetElapsedTime(_epoch).TotalSeconds
        : _simulated.GetTimestamp() / (double)_simulated.TimestampFrequency;

    public void Add(VirtualStream stream)
    {
        VirtualStream[] before = _running;
        Volatile.Write(ref _running, [.. before, stream]);
        if (before.Length > 0 || _options.Clock == VirtualClock.Stepped)
            return;
        int generation = Interlocked.Increment(ref _generation);
        _thread = new Thread(() => Run(generation)) { IsBackground = true, Name = "virtual device" };
        _thread.Start();
    }

    public void Remove(VirtualStream stream)
    {
        Volatile.Write(ref _running, Array.FindAll(_running, running => running != stream));
        if (_running.Length > 0 || _thread is not { } thread)
            return;
        Interlocked.Increment(ref _generation);
        thread.Join(1000);
        _thread = null;
    }

    /// <summary>Carries one block on the calling thread. [control-thread]</summary>
    public void Step(bool waits)
    {
        if (NextStream() is not { } stream)
        {
            _simulated!.AdvanceTo(Seconds + ((double)_options.PeriodFrames / _options.SampleRate));
            return;
        }
        long limit = Environment.TickCount64 + PatienceMs;
        SpinWait wait = default;
        while (waits && !stream.IsReady)
        {
            if (Environment.TickCount64 > limit)
                throw new TimeoutException($"The host was not ready for a block within {PatienceMs / 1000} s.");
            wait.SpinOnce(sleep1Threshold: 200);
        }
        _simulated!.AdvanceTo(stream.Deadline);
        stream.RunBlock();
    }

    private void Run(int generation)
    {
        // A device as fast as it can must not keep others off the processor.
        _audioThread.Enter(ours: _simulated is null);
        while (Volatile.Read(ref _generation) == generation)
        {
            if (NextStream() is not { } stream)
                Thread.Sleep(1);
            else if (_simulated is null)
                CarryInRealTime(stream);
            else
                CarryWhenReady(stream, generation);
        }
    }

    private void CarryInRealTime(VirtualStream stream)
    {
        double due = stream.Deadline;
        if (_options.Faults.JitterMs > 0)
            due += _random.NextDouble() * _options.Faults.JitterMs / 1000;
        _audioThread.SleepUntil(_epoch + (long)(due * Stopwatch.Frequency));
        stream.RunBlock();
        stream.ForgiveLateness(Seconds);
    }

    private void CarryWhenReady(VirtualStream stream, int generation)
    {
        SpinWait wait = default;
        while (!stream.IsReady)
        {
            if (Volatile.Read(ref _generation) != generation || !stream.IsRunning)
                return;
            // Yields; a whole millisecond of sleep only when the host takes its time.
            wait.SpinOnce(sleep1Threshold: 2000);
        }
        _simulated!.AdvanceTo(stream.Deadline);
        stream.RunBlock();
    }

    private VirtualStream? NextStream()
    {
        VirtualStream? next = null;
        foreach (VirtualStream stream in Volatile.Read(ref _running))
        {
            if (stream.IsRunning && (next is null || stream.Deadline < next.Deadline))
                next = stream;
        }
        return next;
    }
}
