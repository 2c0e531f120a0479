using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio.Streams;

/// <summary>An open PaStream, and the rules by which it may be stopped and closed.</summary>
internal sealed unsafe class NativeStream(PortAudioInstance instance, nint stream, bool isJack, string devices, StreamInfo info)
{
    private readonly Lock _gate = new();
    private nint _stream = stream;
    private bool _started;

    public PortAudioInstance Instance => instance;

    /// <summary>Whether it goes through PortAudio's JACK host API.</summary>
    public bool IsJack => isJack;

    /// <summary>The devices' names, for messages.</summary>
    public string Devices => devices;

    public StreamInfo Info => info;

    /// <summary>The PaStream, for reading and writing between Start and Stop.</summary>
    public nint Pointer => _stream;

    public bool IsClosed => _stream == 0;

    /// <summary>Whether it was closed, and not left alone with its library: then nothing calls back any more.</summary>
    public bool ClosedForGood { get; private set; }

    public bool IsActive
    {
        get
        {
            // Any thread may ask, so the stream must not be closed under it.
            lock (_gate)
                return _stream != 0 && instance.Pa.IsStreamActive(_stream) == 1;
        }
    }

    private bool MayCall => !instance.Stuck && !(isJack && instance.Abandoned);

    public void Start()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (_started)
            return;
        if (!MayCall)
            throw new AudioDeviceException($"{devices} was lost before it could be started: open it anew.");
        var error = instance.Run($"starting {devices}", () => StderrFilter.Run(() => instance.Pa.StartStream(_stream)));
        if (error != PaError.NoError)
            throw new AudioDeviceException($"{devices} cannot be started: {instance.Pa.Explain(error)}.");
        _started = true;
    }

    /// <summary>Stops at once; what was in the buffers is not played. Never throws.</summary>
    public void Stop()
    {
        if (!_started)
            return;
        _started = false;
        Call("stopping", () =>
        {
            // No callback of ours ever ends a stream, so that only the server's death can have made it inactive.
            if (isJack && instance.Pa.IsStreamActive(_stream) != 1)
                instance.Abandon();
            else
                instance.Pa.AbortStream(_stream);
            return true;
        });
    }

    /// <summary>Stops and closes. Never throws.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        Stop();
        nint stream;
        lock (_gate)
            (stream, _stream) = (_stream, 0);
        ClosedForGood = Call("closing", () =>
        {
            if (isJack && !instance.JackAnswers())
                instance.Abandon();
            else
                return instance.Pa.CloseStream(stream) == PaError.NoError;
            return false;
        });
    }

    private bool Call(string what, Func<bool> call)
    {
        try
        {
            return MayCall && instance.Run($"{what} {devices}", call, PortAudioInstance.LimitMs / 2);
        }
        catch (AudioDeviceException)
        {
            // It did not return and is left alone.
            return false;
        }
    }
}
