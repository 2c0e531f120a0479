namespace PluginHost.Engine.Drivers.Carriers;

/// <summary>Everything that is needed to open devices for an engine, and the rules of what they may grant.</summary>
internal sealed class StreamOpening(IAudioBackend backend, DriverOptions options, AudioDevice? input, AudioDevice? output)
{
    private DriverInfo? _described;

    /// <summary>Gets what to run. [any-thread]</summary>
    public required AudioEngine Engine { get; init; }

    /// <summary>Gets what the system does for audio threads. [any-thread]</summary>
    public required IAudioThread Thread { get; init; }

    /// <summary>Gets where to count. [any-thread]</summary>
    public required DriverCounters Counters { get; init; }

    /// <summary>Gets the clock by which devices' blocks are timed. [any-thread]</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gets the user's wishes. [any-thread]</summary>
    public DriverOptions Options => options;

    /// <summary>Gets the input device, or null. [any-thread]</summary>
    public AudioDevice? Input => input;

    /// <summary>Gets the output device, or null. [any-thread]</summary>
    public AudioDevice? Output => output;

    /// <summary>Gets whether input and output are two devices. [any-thread]</summary>
    public bool IsSplit => Input is not null && Output is not null && !DeviceNames.AreSame(Input, Output);

    private int InputChannels => Channels(Options.InputChannels, Input, Input?.MaxInputChannels ?? 0, "input");

    private int OutputChannels => Channels(Options.OutputChannels, Output, Output?.MaxOutputChannels ?? 0, "output");

    private int EngineRate => Engine.Format.SampleRate;

    /// <summary>Opens the way that the options name. [control-thread]</summary>
    /// <returns>Not yet started.</returns>
    /// <exception cref="AudioDeviceException">A device refused, or cannot be used so; names device and value.</exception>
    public ICarrier Open()
    {
        if (Input is null && Output is null)
            throw new AudioDeviceException("There is no sound device.");
        if (Options.Mode != DriverMode.Ring && IsSplit && Input!.HostApi != Output!.HostApi)
            throw new AudioDeviceException($"'{DeviceNames.FullName(Input)}' and '{DeviceNames.FullName(Output)}' belong to two host " +
                $"APIs and two clocks: mode {Options.Mode.ToString().ToLowerInvariant()} cannot join them, ring can.");
        // The first call into native code allocates and looks for its function: not on an audio thread.
        _ = Thread.CpuNanoseconds;
        return Options.Mode switch
        {
            DriverMode.Direct => new DirectCarrier(this),
            DriverMode.Ring => new RingCarrier(this),
            _ => new ShieldedCarrier(this),
        };
    }

    /// <summary>Opens one stream for input and output. [control-thread]</summary>
    /// <param name="callback">Takes and gives blocks.</param>
    /// <returns>The stream.</returns>
    public IDeviceStream OpenDuplex(IStreamCallback callback) => OpenAtRate((Input ?? Output)!,
        rate => backend.Open(new StreamRequest(Input, Output, rate, InputChannels, OutputChannels), callback));

    /// <summary>Opens the input alone. [control-thread]</summary>
    /// <param name="callback">Takes blocks.</param>
    /// <returns>The stream.</returns>
    public IDeviceStream OpenInput(IStreamCallback callback) =>
        OpenAtRate(Input!, rate => backend.Open(new StreamRequest(Input, null, rate, InputChannels, 0), callback));

    /// <summary>Opens the output alone. [control-thread]</summary>
    /// <param name="callback">Gives blocks.</param>
    /// <returns>The stream.</returns>
    public IDeviceStream OpenOutput(IStreamCallback callback) =>
        OpenAtRate(Output!, rate => backend.Open(new StreamRequest(null, Output, rate, 0, OutputChannels), callback));

    /// <summary>Opens a stream over a native ring. [control-thread]</summary>
    /// <returns>The stream.</returns>
    public IBlockingStream OpenBlocking() => OpenAtRate((Input ?? Output)!, rate => backend.OpenBlocking(
        new StreamRequest(Input, Output, rate, InputChannels, OutputChannels, Options.BlockFrames, Options.ShieldMs)));

    /// <summary>Describes what was opened. [control-thread]</summary>
    /// <param name="granted">The stream, or the halves of two.</param>
    /// <param name="outputRate">The output's rate in Hz.</param>
    /// <returns>The description; the same object as long as nothing changes.</returns>
    public DriverInfo Describe(StreamInfo granted, int outputRate)
    {
        if (_described is { } known && known.Stream == granted && known.OutputSampleRate == outputRate)
            return known;
        return _described = new DriverInfo(Input, Output, granted, outputRate,
            Options.Mode == DriverMode.Direct ? 0 : Options.BlockFrames, Options.Mode == DriverMode.Ring && IsSplit,
            granted.SampleRate != EngineRate || outputRate != EngineRate);
    }

    private T OpenAtRate<T>(AudioDevice device, Func<int, T> open)
        where T : IDeviceStream
    {
        int rate = Options.SampleRate > 0 ? Options.SampleRate : EngineRate;
        RequireConversion(device, rate);
        T stream;
        try
        {
            stream = open(rate);
        }
        catch (AudioDeviceException) when (Options.ConvertRate && Options.Mode != DriverMode.Direct && device.DefaultSampleRate != rate)
        {
            stream = open(device.DefaultSampleRate);
        }
        try
        {
            RequireConversion(device, stream.Info.SampleRate);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        return stream;
    }

    private void RequireConversion(AudioDevice device, int rate)
    {
        if (rate == EngineRate)
            return;
        string facts = $"'{DeviceNames.FullName(device)}' at {rate} Hz does not fit an engine at {EngineRate} Hz";
        if (Options.Mode == DriverMode.Direct)
            throw new AudioDeviceException($"{facts}, and mode direct cannot convert: use ring, or {rate} Hz throughout.");
        if (!Options.ConvertRate)
            throw new AudioDeviceException($"{facts}: ask for conversion, or use {rate} Hz throughout.");
    }

    private static int Channels(int wanted, AudioDevice? device, int most, string kind)
    {
        if (device is null)
            return 0;
        if (wanted > most)
            throw new AudioDeviceException($"'{DeviceNames.FullName(device)}' has {most} {kind} channels, but {wanted} were asked for.");
        return wanted > 0 ? wanted : Math.Min(most, 2);
    }
}
