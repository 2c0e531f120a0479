namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>What all virtual devices have in common: whether they are plugged in, their rate, and how far they have come.</summary>
/// <param name="options">How they are set up.</param>
/// <param name="loop">Makes time pass.</param>
internal sealed class VirtualPlug(VirtualOptions options, VirtualLoop loop)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _inputPosition;
    private long _outputPosition;
    private double _returnsAt;
    private int _isOut;
    private int _sampleRate = options.SampleRate;
    private bool _hasBeenOut;
    private bool _hasChanged;

    public long InputPosition => Volatile.Read(ref _inputPosition);

    public long OutputPosition => Volatile.Read(ref _outputPosition);

    public int SampleRate => Volatile.Read(ref _sampleRate);

    public Task Ended => _ended.Task;

    /// <summary>Whether a device is plugged in. [any-thread]</summary>
    public bool IsThere(string device)
    {
        if (Volatile.Read(ref _isOut) == 0 || (options.Faults.UnplugDevice ?? device) != device)
            return true;
        if (loop.Seconds < Volatile.Read(ref _returnsAt))
            return false;
        Volatile.Write(ref _isOut, 0);
        return true;
    }

    /// <summary>Refuses what no device could grant. [control-thread]</summary>
    public void Check(in StreamRequest request)
    {
        if ((request.Input ?? request.Output) is null)
            throw new AudioDeviceException("Neither an input nor an output device was asked for.");
        Check(request.Input, request.InputChannels, options.InputChannels, "input");
        Check(request.Output, request.OutputChannels, options.OutputChannels, "output");
        if (request.SampleRate != SampleRate)
            throw new AudioDeviceException(
                $"'{(request.Input ?? request.Output)!.Name}' runs at {SampleRate} Hz, but {request.SampleRate} Hz were asked for.");
    }

    /// <summary>Moves the devices of a stream on. [audio-thread]</summary>
    public void Advance(int inputFrames, int outputFrames)
    {
        Volatile.Write(ref _inputPosition, _inputPosition + inputFrames);
        Volatile.Write(ref _outputPosition, _outputPosition + outputFrames);
    }

    /// <summary>Whether a device must stop at this frame because it is unplugged or changes its rate. [audio-thread]</summary>
    /// <param name="device">The device.</param>
    /// <param name="position">Where it is.</param>
    /// <param name="sampleRate">The rate it was opened at.</param>
    public bool MustStop(AudioDevice device, long position, int sampleRate)
    {
        VirtualFaults faults = options.Faults;
        if (faults.UnplugAtFrame > 0 && position >= faults.UnplugAtFrame && !_hasBeenOut && (faults.UnplugDevice ?? device.Name) == device.Name)
        {
            _hasBeenOut = true;
            Volatile.Write(ref _returnsAt, faults.ReturnAfterMs > 0 ? loop.Seconds + (faults.ReturnAfterMs / 1000) : double.PositiveInfinity);
            Volatile.Write(ref _isOut, 1);
        }
        if (faults.RateChangeAtFrame > 0 && position >= faults.RateChangeAtFrame && !_hasChanged)
        {
            _hasChanged = true;
            Volatile.Write(ref _sampleRate, faults.NewSampleRate);
        }
        return SampleRate != sampleRate || !IsThere(device.Name);
    }

    /// <summary>Notes that a stream came to its end. [audio-thread]</summary>
    public void End() => _ended.TrySetResult();

    private void Check(AudioDevice? device, int channels, int most, string kind)
    {
        if (device is null)
            return;
        if (!IsThere(device.Name))
            throw new AudioDeviceException($"'{device.Name}' is not plugged in.");
        if (channels < 1 || channels > most)
            throw new AudioDeviceException($"'{device.Name}' has {most} {kind} channels, but {channels} were asked for.");
    }
}
