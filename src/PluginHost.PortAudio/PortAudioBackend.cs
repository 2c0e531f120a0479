using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;
using PluginHost.PortAudio.Streams;

namespace PluginHost.PortAudio;

/// <summary>Sound devices by way of native PortAudio. One at a time in a process.</summary>
public sealed class PortAudioBackend : IAudioBackend
{
    private readonly IAudioThread _thread;
    private readonly List<NativeStream> _streams = [];
    private PortAudioInstance _instance;
    private long _callbackFaults;
    private bool _disposed;

    /// <summary>Loads and initialises PortAudio; never starts a JACK server. [control-thread]</summary>
    /// <param name="thread">Set-up of the device's callback threads, usually an <see cref="AudioThread"/>.</param>
    /// <exception cref="AudioDeviceException">The library is not installed (says how to) or does not answer.</exception>
    public PortAudioBackend(IAudioThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        _thread = thread;
        _instance = PortAudioInstance.Start();
        // Compiles what a device's thread does first, on a thread that has the time.
        _instance.Run("setting up", () =>
        {
            thread.Enter(false);
            return true;
        });
        Name = DeviceList.Version(_instance.Pa);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Gets how often a stream's callback threw; the device got silence instead. [any-thread]</summary>
    public long CallbackFaults => Volatile.Read(ref _callbackFaults);

    /// <inheritdoc/>
    public IReadOnlyList<AudioDevice> ListDevices() => List(Running());

    /// <inheritdoc/>
    /// <exception cref="AudioDeviceException">PortAudio does not answer.</exception>
    /// <exception cref="InvalidOperationException">A stream is still open.</exception>
    public void Rescan()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _streams.RemoveAll(stream => stream.IsClosed);
        if (_streams.Count > 0)
            throw new InvalidOperationException($"{_streams.Count} streams are still open.");
        _instance.Dispose();
        _instance = PortAudioInstance.Start();
    }

    /// <inheritdoc/>
    public IDeviceStream Open(in StreamRequest request, IStreamCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var stream = CallbackStream.Open(new StreamOpener(Running(), request), _thread, callback, CountFault);
        _streams.Add(stream.Native);
        return stream;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="IDeviceStream.Start"/> leaves the output ring full of silence: the caller does not fill it. Over JACK,
    /// PortAudio's ring holds two channels, no more, and its depth is rounded up to a power of two frames.
    /// </remarks>
    public IBlockingStream OpenBlocking(in StreamRequest request)
    {
        var stream = BlockingOpener.Open(Running(), request);
        _streams.Add(stream.Native);
        return stream;
    }

    /// <summary>Closes what is open and ends PortAudio. [control-thread]</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var stream in _streams)
            stream.Close();
        _instance.Dispose();
    }

    private static IReadOnlyList<AudioDevice> List(PortAudioInstance instance) =>
        instance.Run("listing devices", () => DeviceList.Read(instance.Pa));

    private void CountFault() => Interlocked.Increment(ref _callbackFaults);

    /// <summary>Gives PortAudio, anew if it had to be left alone.</summary>
    private PortAudioInstance Running()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _streams.RemoveAll(stream => stream.IsClosed);
        if (_instance.IsUsable)
            return _instance;
        if (_streams.Count == 0)
            _instance.Dispose();
        return _instance = PortAudioInstance.Start();
    }
}
