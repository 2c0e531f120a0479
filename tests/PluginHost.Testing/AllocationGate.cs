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

    /// <summary>
    /// Runs something and counts what it allocates on this thread. If that is not nothing, runs it thrice more and takes the least:
    /// the runtime, unloading an assembly or the like, now and then takes away the rest of a thread's allocation buffer (under 8 kB) and
    /// counts it as allocated. Seen without any collection; it comes once, while what the code allocates comes in every round.
    /// </summary>
    public static long MeasureSteady(Action action)
    {
        long least = Measure(action);
        for (int round = 0; round < 3 && least > 0; round++)
            least = Math.Min(least, Measure(action));
        return least;
    }

    /// <summary>Runs something once and counts what it allocates on this thread.</summary>
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
