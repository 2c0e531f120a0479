namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>
/// Simulated devices with a clock: <c>virtual</c> for input and output, and <c>virtual input</c> and <c>virtual output</c> with
/// clocks of their own. They run in real time, as fast as the host can, or step by step, and go wrong on demand.
/// </summary>
public sealed class VirtualBackend : IAudioBackend
{
    /// <summary>The name of the device that is both, and of the host API in lower case.</summary>
    public const string DuplexName = "virtual";

    /// <summary>The name of the input device.</summary>
    public const string InputName = "virtual input";

    /// <summary>The name of the output device.</summary>
    public const string OutputName = "virtual output";

    private readonly VirtualLoop _loop;
    private readonly VirtualPlug _plug;
    private readonly IAudioThread _thread;
    private readonly List<VirtualStream> _streams = [];

    /// <summary>Creates the devices. [control-thread]</summary>
    /// <param name="options">Rate, block, clock, what is heard, what goes wrong.</param>
    /// <param name="thread">For the clock's thread; plain .NET when null.</param>
    public VirtualBackend(VirtualOptions options, IAudioThread? thread = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _thread = thread ?? PortableAudioThread.Instance;
        _loop = new VirtualLoop(options, _thread);
        _plug = new VirtualPlug(options, _loop);
    }

    /// <inheritdoc/>
    public string Name => "virtual";

    /// <summary>Gets how it was set up. [any-thread]</summary>
    public VirtualOptions Options { get; }

    /// <summary>Gets the time that its devices live in: for <see cref="AudioDriver"/> when it is not the wall clock. [any-thread]</summary>
    public TimeProvider Time => _loop.Time;

    /// <summary>Gets the frames that devices have heard so far. [any-thread]</summary>
    public long InputPosition => _plug.InputPosition;

    /// <summary>Gets the frames that devices have played so far. [any-thread]</summary>
    public long OutputPosition => _plug.OutputPosition;

    /// <summary>Gets a task that completes when a stream has come to its end. [any-thread]</summary>
    public Task Ended => _plug.Ended;

    /// <inheritdoc/>
    public IReadOnlyList<AudioDevice> ListDevices()
    {
        AudioDevice[] all =
        [
            Device(0, DuplexName, Options.InputChannels, Options.OutputChannels),
            Device(1, InputName, Options.InputChannels, 0),
            Device(2, OutputName, 0, Options.OutputChannels),
        ];
        return [.. all.Where(device => _plug.IsThere(device.Name))];
    }

    /// <inheritdoc/>
    public void Rescan()
    {
    }

    /// <inheritdoc/>
    public IDeviceStream Open(in StreamRequest request, IStreamCallback callback) => Create(request, callback);

    /// <inheritdoc/>
    public IBlockingStream OpenBlocking(in StreamRequest request)
    {
        int block = Math.Max(1, request.Frames);
        int period = VirtualStream.LongestBlock(Options);
        // Less than a period and a block, and neither side could go on.
        int depth = Math.Max((int)Math.Round(request.LatencyMs * request.SampleRate / 1000), period + block);
        NativeRing ring = new(depth, period, request.InputChannels, request.OutputChannels, _thread.CreateSignal());
        return new VirtualBlockingStream(Create(request, ring), ring, depth);
    }

    /// <summary>
    /// Carries blocks on the calling thread, for <see cref="VirtualClock.Stepped"/>. When no stream runs, time passes all the same.
    /// [control-thread]
    /// </summary>
    /// <param name="blocks">How many device blocks, over all streams in the order of their clocks.</param>
    /// <param name="waits">Whether to wait until the host can take each block without loss.</param>
    /// <exception cref="TimeoutException">The host was not ready within 10 s.</exception>
    /// <exception cref="InvalidOperationException">Another clock runs the devices.</exception>
    public void Step(int blocks, bool waits = true)
    {
        if (Options.Clock != VirtualClock.Stepped)
            throw new InvalidOperationException($"The clock is {Options.Clock}.");
        for (int i = 0; i < blocks; i++)
            _loop.Step(waits);
    }

    /// <summary>Waits until a stream has come to its end. [control-thread]</summary>
    /// <param name="patience">How long at most.</param>
    /// <returns>False when the time was up.</returns>
    public bool WaitForEnd(TimeSpan patience) => Ended.Wait(patience);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (VirtualStream stream in _streams)
            stream.Dispose();
    }

    private VirtualStream Create(in StreamRequest request, IStreamCallback callback)
    {
        _plug.Check(request);
        VirtualStream stream = new(Options, request, callback, _loop, _plug);
        _streams.RemoveAll(open => open.IsDisposed);
        _streams.Add(stream);
        return stream;
    }

    private AudioDevice Device(int index, string name, int inputs, int outputs)
    {
        double periodMs = 1000.0 * Options.PeriodFrames / _plug.SampleRate;
        return new AudioDevice(index, name, "Virtual", inputs, outputs, _plug.SampleRate, inputs > 0 ? periodMs : 0,
            outputs > 0 ? periodMs : 0, name == DuplexName && inputs > 0, name == DuplexName && outputs > 0);
    }
}
