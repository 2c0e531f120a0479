namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>A virtual device that is read and written over a <see cref="NativeRing"/>.</summary>
internal sealed class VirtualBlockingStream(VirtualStream stream, NativeRing ring, int depth) : IBlockingStream
{
    private const int WaitMs = 20;
    private const StreamFlags InputFlags = StreamFlags.InputOverflow | StreamFlags.InputUnderflow;
    private const StreamFlags OutputFlags = StreamFlags.OutputOverflow | StreamFlags.OutputUnderflow;
    private int _isShut;

    public StreamInfo Info { get; } = stream.Info with { OutputLatencyFrames = depth };

    public bool IsActive => stream.IsActive;

    public bool HasEnded => stream.HasEnded;

    public void Start() => stream.Start();

    public void Stop()
    {
        Volatile.Write(ref _isShut, 1);
        stream.Stop();
    }

    public void Dispose()
    {
        Stop();
        stream.Dispose();
        ring.Dispose();
    }

    public StreamFlags Read(Span<float> interleaved)
    {
        while (!ring.TryRead(interleaved))
            Wait();
        return ring.TakeFlags(InputFlags);
    }

    public StreamFlags Write(ReadOnlySpan<float> interleaved)
    {
        while (!ring.TryWrite(interleaved))
            Wait();
        return ring.TakeFlags(OutputFlags);
    }

    private void Wait()
    {
        if (Volatile.Read(ref _isShut) != 0 || (!stream.IsRunning && !stream.IsActive))
            throw new AudioDeviceException("The virtual device is gone.");
        ring.Wait(WaitMs);
    }
}
