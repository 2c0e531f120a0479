namespace PluginHost.Engine.Drivers;

/// <summary>What plain .NET offers an audio thread: the highest managed priority, and no more. Used where no native help is at hand.</summary>
public sealed class PortableAudioThread : IAudioThread
{
    /// <summary>The one instance; it has no state.</summary>
    public static readonly PortableAudioThread Instance = new();

    [ThreadStatic]
    private static bool _entered;

    private PortableAudioThread()
    {
    }

    /// <inheritdoc/>
    public long CpuNanoseconds => 0;

    /// <inheritdoc/>
    public void Enter(bool ours)
    {
        if (_entered)
            return;
        _entered = true;
        if (ours)
            Thread.CurrentThread.Priority = ThreadPriority.Highest;
    }

    /// <inheritdoc/>
    public IBlockSignal CreateSignal() => new ManagedSignal();

    /// <summary>A managed event: its post may take a short lock inside the runtime, which is why native signals are preferred.</summary>
    private sealed class ManagedSignal : IBlockSignal
    {
        private readonly AutoResetEvent _event = new(false);

        public void Post() => _event.Set();

        public bool Wait(int timeoutMs) => _event.WaitOne(timeoutMs);

        public void Dispose() => _event.Dispose();
    }
}
