namespace PluginHost.Testing;

/// <summary>
/// Counts the bytes that one thread allocates inside the guarded calls, and nothing else: not the test's own work between them, not
/// other threads.
/// </summary>
public sealed class AllocationGate
{
    private long _opened;

    /// <summary>Gets the bytes allocated inside so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Runs something and counts what it allocates on this thread.</summary>
    public static long Measure(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        AllocationGate gate = new();
        gate.Open();
        action();
        gate.Close();
        return gate.Bytes;
    }

    /// <summary>Starts to count, on the calling thread.</summary>
    public void Open() => _opened = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>Stops to count, on the same thread.</summary>
    public void Close() => Bytes += GC.GetAllocatedBytesForCurrentThread() - _opened;
}
