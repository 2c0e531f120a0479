using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;

namespace PluginHost.PortAudio.Native;

/// <summary>PortAudio between Pa_Initialize and Pa_Terminate, or until it is left alone.</summary>
/// <remarks>
/// PortAudio 19.6 as distributed asserts in pa_jack.c that every JACK call of Pa_CloseStream and Pa_Terminate succeeds: once the
/// server has died they end the whole process, and Pa_AbortStream waits for ten minutes before. So after a server's death
/// nothing that touches JACK is called on this instance any more (some 300 kB stay behind), and a fresh copy of the library
/// takes its place. The same goes for an instance with a call that never returns.
/// </remarks>
internal sealed unsafe class PortAudioInstance : IDisposable
{
    /// <summary>How long a control call may take, in ms.</summary>
    public const int LimitMs = 4000;

    private static readonly Lock Gate = new();
    private static PortAudioLibrary? _usable;
    private static PortAudioInstance? _latest;
    private static bool _loadedBefore;

    private readonly NativeWorker _worker = new("PortAudio control");
    private volatile bool _abandoned;
    private volatile bool _stuck;
    private volatile bool _initialized;
    private bool _ended;

    private PortAudioInstance(PortAudioLibrary library) => Pa = library;

    /// <summary>The functions; control calls go through <see cref="Run"/>.</summary>
    public PortAudioLibrary Pa { get; }

    /// <summary>Whether it is left alone: streams of other host APIs may be closed, and that is all.</summary>
    public bool Abandoned => _abandoned;

    /// <summary>Whether it may still list and open devices.</summary>
    public bool IsUsable => !_abandoned && !_ended;

    /// <summary>Whether a call never returned, so that none may follow.</summary>
    public bool Stuck => _stuck;

    /// <summary>Loads the library if need be and initialises it.</summary>
    /// <exception cref="AudioDeviceException">Not installed, or it does not answer.</exception>
    public static PortAudioInstance Start()
    {
        // A server that hangs is not asked again until it has answered the last time: every try would leave a thread behind.
        if (_latest is { _stuck: true, _initialized: false })
            throw new AudioDeviceException("PortAudio still waits for a sound server that does not answer.");
        var instance = _latest = new PortAudioInstance(Library());
        var error = instance.Run("initialising", instance.Initialize);
        if (error == PaError.NoError)
            return instance;
        instance._worker.Dispose();
        throw new AudioDeviceException($"PortAudio cannot be initialised: {instance.Pa.Explain(error)}.");
    }

    /// <summary>Makes a control call on the worker thread.</summary>
    /// <exception cref="AudioDeviceException">It did not return in time; the instance is then left alone.</exception>
    public T Run<T>(string what, Func<T> call, int limitMs = LimitMs)
    {
        if (_stuck)
            throw new AudioDeviceException($"PortAudio does not answer ({what}): look for devices anew.");
        if (_worker.TryRun(call, limitMs, out var result))
            return result!;
        AbandonStuck();
        throw new AudioDeviceException($"PortAudio did not return from {what} within {limitMs / 1000} s and is left alone.");
    }

    /// <summary>Leaves it alone from now on because its JACK server has died.</summary>
    public void Abandon()
    {
        lock (Gate)
        {
            _abandoned = true;
            if (_usable == Pa)
                _usable = null;
        }
    }

    /// <summary>Leaves it alone because something in it never returns.</summary>
    public void AbandonStuck()
    {
        _stuck = true;
        Abandon();
        _worker.Dispose();
    }

    /// <summary>Ends PortAudio; leaves it alone if its JACK server has died. No stream may be open.</summary>
    public void Dispose()
    {
        if (_stuck || _ended)
            return;
        _ended = true;
        try
        {
            if (!_abandoned && Run("asking the JACK server", JackAnswers))
                Run("terminating", () => Pa.Terminate());
            else
                Abandon();
            _worker.Dispose();
        }
        catch (AudioDeviceException)
        {
            // It got stuck and is left alone, which is all that can be done.
        }
    }

    /// <summary>Whether the JACK server this instance is a client of still lives. To be run on the worker.</summary>
    public bool JackAnswers() => JackProbe.Answers(Pa);

    private static PortAudioLibrary Library()
    {
        lock (Gate)
        {
            if (_usable is null)
            {
                _usable = new PortAudioLibrary(_loadedBefore ? LibraryLoader.LoadCopy() : LibraryLoader.Load());
                _loadedBefore = true;
            }

            return _usable;
        }
    }

    private PaError Initialize()
    {
        // libjack reads the native environment, and would start a server of its own. It keeps the client's name by reference.
        if (!OperatingSystem.IsWindows())
            _ = Libc.SetEnvironment("JACK_NO_START_SERVER", "1", 1);
        if (Pa.JackSetClientName != null)
            _ = Pa.JackSetClientName((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("pluginhost"u8)));
        var error = StderrFilter.Run(() => Pa.Initialize());
        // Nobody waits for it any more: the client of the server goes again.
        if (_stuck && error == PaError.NoError)
            _ = Pa.Terminate();
        _initialized = true;
        return error;
    }
}
