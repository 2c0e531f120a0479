namespace PluginHost.PortAudio.Streams;

/// <summary>Counts who is inside a stream, and lets nobody in any more once it is shut. Wait-free on the way in and out.</summary>
internal sealed class StreamGate
{
    private int _inside;
    private volatile bool _shut = true;

    public bool IsShut => _shut;

    public bool TryEnter()
    {
        // Counted before the look, so that Shut either sees us inside or we see it shut.
        Interlocked.Increment(ref _inside);
        if (!_shut)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    public void Open() => _shut = false;

    /// <summary>Shuts it and waits until nobody is inside.</summary>
    /// <returns>False when somebody still was at the end of the time.</returns>
    public bool Shut(int limitMs)
    {
        _shut = true;
        Interlocked.MemoryBarrier();
        return SpinWait.SpinUntil(() => Volatile.Read(ref _inside) == 0, limitMs);
    }
}
