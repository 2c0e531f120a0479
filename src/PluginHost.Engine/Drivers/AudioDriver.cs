using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers.Carriers;

namespace PluginHost.Engine.Drivers;

/// <summary>
/// Carries sound from devices through an engine and back, in one of three modes, and opens a lost device again. Owns the streams and
/// threads, not the engine. All of it belongs to one control thread.
/// </summary>
public sealed class AudioDriver : IDisposable
{
    private const double LeastStallSeconds = 0.5;
    private readonly IAudioBackend _backend;
    private readonly DriverOptions _options;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly DeviceWatch _watch = new();
    private readonly StuckWatch _stuck = new();
    private readonly Queue<DriverEvent> _events = new();
    private readonly EngineHolds _holds = new();
    private ICarrier? _carrier;
    private DriverInfo? _info;
    private AudioDevice? _input;
    private AudioDevice? _output;
    private int _latencyFrames;
    private string? _lastFailure;

    /// <summary>Sets a driver up; opens nothing yet. [control-thread]</summary>
    /// <param name="backend">Reaches the devices; not disposed.</param>
    /// <param name="options">Devices, mode, format.</param>
    /// <param name="engine">What to run; not disposed.</param>
    /// <param name="thread">What the system does for audio threads.</param>
    /// <param name="time">The clock for the watch and for drift; the system's when null. A simulated device brings its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public AudioDriver(IAudioBackend backend, DriverOptions options, AudioEngine engine, IAudioThread thread, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(thread);
        options.Validate();
        (_backend, _options, Engine, Thread, _time) = (backend, options, engine, thread, time ?? TimeProvider.System);
        _epoch = _time.GetTimestamp();
    }

    /// <summary>Gets the engine that runs. [control-thread]</summary>
    public AudioEngine Engine { get; private set; }

    /// <summary>Gets what the system does for audio threads. [any-thread]</summary>
    public IAudioThread Thread { get; }

    /// <summary>Gets where the chain runs. [any-thread]</summary>
    public DriverMode Mode => _options.Mode;

    /// <summary>Gets what it is doing. [control-thread]</summary>
    public DriverState State => _watch.State;

    /// <summary>Gets what is open, or was open last; null before the first start. [control-thread]</summary>
    public DriverInfo? Info => _carrier?.Info ?? _info;

    /// <summary>Gets the devices in a few words; empty before the first start. [control-thread]</summary>
    public string DeviceName => Info?.DeviceName ?? "";

    /// <summary>Gets the device's usual frames of a block; 0 before the first one came. [control-thread]</summary>
    public int PeriodFrames => Info?.Stream.PeriodFrames ?? 0;

    /// <summary>
    /// Gets the frames, at the engine's rate, from device input to device output as far as drivers know: device, rings, resamplers;
    /// the chain comes on top. Grows with the first blocks if the device's period was not known before. [control-thread]
    /// </summary>
    public int ReportedLatencyFrames => _carrier?.LatencyFrames ?? _latencyFrames;

    /// <summary>Gets what is counted. [any-thread]</summary>
    public DriverCounters Counters { get; } = new();

    /// <summary>
    /// Gets whether a thread that could not be ended is still inside <see cref="Engine"/>: then the engine must not be disposed.
    /// [control-thread]
    /// </summary>
    public bool IsEngineHeld => _holds.Holds(Engine);

    /// <summary>Gets whether a stuck engine can be replaced: not in direct mode, where the device's own thread is stuck. [any-thread]</summary>
    public bool CanReplaceEngine => _options.Mode != DriverMode.Direct;

    /// <summary>Opens the devices and lets blocks flow. [control-thread]</summary>
    /// <exception cref="AudioDeviceException">A device is not there, refused, or does not fit; names device and value.</exception>
    /// <exception cref="InvalidOperationException">It runs already, or a thread is stuck in the engine.</exception>
    public void Start()
    {
        if (State is not (DriverState.Stopped or DriverState.Ended))
            throw new InvalidOperationException($"The driver is {State}.");
        Close();
        IReadOnlyList<AudioDevice> devices = _backend.ListDevices();
        _input = _options.UseInput ? DeviceNames.Find(devices, _options.Input, forInput: true) : null;
        _output = _options.UseOutput ? DeviceNames.Find(devices, _options.Output, forInput: false) : null;
        Open();
    }

    /// <summary>Stops and closes; the engine stays as it is. [control-thread]</summary>
    public void Stop()
    {
        Close();
        _watch.Stop();
    }

    /// <summary>
    /// Looks after the device: call it 20 to 30 times a second. Returns at once, except when it opens a lost device again. Allocates
    /// only when something happened. [control-thread]
    /// </summary>
    public void Poll()
    {
        while (_holds.TryTakeReleased(out AudioEngine released))
        {
            if (released != Engine)
                Tell(DriverEventKind.EngineReleased, "the old engine is free", engine: released);
        }
        if (State is DriverState.Stopped or DriverState.Ended)
            return;
        double now = Now();
        if (_carrier is { HasEnded: true })
        {
            _watch.Stop(hasEnded: true);
            Tell(DriverEventKind.Ended, $"{DeviceName}: end of the stream");
            return;
        }
        if (_carrier is { } carrier)
            LookForStuckSlot(now, carrier);
        WatchVerdict verdict = _watch.Observe(now, _carrier?.IsActive is true, _carrier?.LookAtProgress() ?? 0);
        if (verdict == WatchVerdict.Lost)
            Lose();
        else if (verdict == WatchVerdict.Retry)
            Retry();
    }

    /// <summary>Takes the oldest event. [control-thread]</summary>
    /// <param name="happened">The event.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTakeEvent(out DriverEvent happened) => _events.TryDequeue(out happened!);

    /// <summary>
    /// Goes on with another engine, usually because a slot of the present one is stuck. Its thread is abandoned then; should it ever
    /// come back, it ends. <see cref="DriverEventKind.EngineReleased"/> tells when the old engine may be disposed. [control-thread]
    /// </summary>
    /// <param name="engine">Same rate and channels as the present one.</param>
    /// <exception cref="ArgumentException">The format differs.</exception>
    /// <exception cref="InvalidOperationException">A block is stuck in direct mode.</exception>
    public void ReplaceEngine(AudioEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.Format.SampleRate != Engine.Format.SampleRate || engine.Format.Channels != Engine.Format.Channels)
            throw new ArgumentException($"The new engine has the format {engine.Format}, the present one {Engine.Format}.", nameof(engine));
        engine.Observer.Restart();
        Func<bool>? isInside = _carrier?.Replace(engine, _stuck.IsStuck);
        _holds.Add(Engine, isInside);
        AudioEngine old = Engine;
        Engine = engine;
        _stuck.Clear();
        if (isInside is null && !_holds.Holds(old))
            Tell(DriverEventKind.EngineReleased, "the old engine is free", engine: old);
    }

    /// <summary>Stops and closes. [control-thread]</summary>
    public void Dispose() => Stop();

    private double Now() => _time.GetElapsedTime(_epoch).TotalSeconds;

    private void Open()
    {
        if (IsEngineHeld)
            throw new InvalidOperationException("A thread is stuck in the engine: replace the engine first.");
        StreamOpening opening = new(_backend, _options, _input, _output)
        {
            Engine = Engine, Thread = Thread, Counters = Counters, Time = _time,
        };
        ICarrier carrier = opening.Open();
        try
        {
            Engine.Observer.Restart();
            carrier.Start();
        }
        catch
        {
            _holds.Add(Engine, carrier.Stop());
            carrier.Dispose();
            throw;
        }
        _carrier = carrier;
        _lastFailure = null;
        StreamInfo info = carrier.Info.Stream;
        _watch.Start(Now(), Math.Max(LeastStallSeconds, 4.0 * info.PeriodFrames / info.SampleRate));
    }

    private void Close()
    {
        if (_carrier is not { } carrier)
            return;
        (_info, _latencyFrames) = (carrier.Info, carrier.LatencyFrames);
        _carrier = null;
        _holds.Add(Engine, carrier.Stop());
        carrier.Dispose();
        _stuck.Clear();
    }

    private void Lose()
    {
        string? complaint = _carrier?.Complaint;
        string name = DeviceName;
        Close();
        Tell(DriverEventKind.Lost, $"{name}: " + (complaint ?? (_watch.HasStalled ? "the device stands still" : "the device is gone")));
    }

    private void Retry()
    {
        try
        {
            _backend.Rescan();
            IReadOnlyList<AudioDevice> devices = _backend.ListDevices();
            _input = _input is null ? null : DeviceNames.Find(devices, DeviceNames.FullName(_input), forInput: true);
            _output = _output is null ? null : DeviceNames.Find(devices, DeviceNames.FullName(_output), forInput: false);
            Open();
            Tell(DriverEventKind.Reopened, $"{DeviceName}: back");
        }
        catch (Exception exception) when (exception is AudioDeviceException or InvalidOperationException)
        {
            _watch.RetryFailed(Now());
            if (exception.Message != _lastFailure)
                Tell(DriverEventKind.RetryFailed, exception.Message);
            _lastFailure = exception.Message;
        }
    }

    private void LookForStuckSlot(double now, ICarrier carrier)
    {
        Chain? chain = Engine.RunningChain;
        int slot = chain?.RunningSlot ?? -1;
        if (!_stuck.Observe(now, slot >= 0 ? carrier.BlockUnderWay : -1))
            return;
        if (_stuck.IsStuck)
            Tell(DriverEventKind.SlotStuck, $"slot {slot + 1} ({chain!.Slots[slot].Id}) does not return from a block", slot, chain);
        else
            Tell(DriverEventKind.SlotReturned, "the stuck slot has returned");
    }

    private void Tell(DriverEventKind kind, string message, int slot = -1, Chain? chain = null, AudioEngine? engine = null) =>
        _events.Enqueue(new DriverEvent(kind, message, slot, chain, engine));
}
