using System.Diagnostics;

namespace PluginHost.Engine.Drivers;

/// <summary>What the system can do for a thread that carries audio; the native half lives beside the PortAudio binding.</summary>
public interface IAudioThread
{
    /// <summary>
    /// Makes the calling thread one that carries audio: real-time scheduling where granted, denormals flushed to zero. Cheap when
    /// called again on the same thread, so a device callback may call it on every block. Never throws. [audio-thread]
    /// </summary>
    /// <param name="ours">True for a thread that we started and may give a priority; false for the device's own.</param>
    void Enter(bool ours);

    /// <summary>Gets CPU time this thread has used, in ns; 0 where the system cannot tell. Does not allocate. [audio-thread]</summary>
    long CpuNanoseconds { get; }

    /// <summary>Sleeps until a moment, without spinning. May be late, never early. Plain .NET sleeps in steps of 1 ms. [audio-thread]</summary>
    /// <param name="timestamp">In ticks of <see cref="Stopwatch"/>.</param>
    void SleepUntil(long timestamp)
    {
        const double millisecond = 1000;
        for (double left; (left = timestamp - Stopwatch.GetTimestamp()) > 0;)
            Thread.Sleep(Math.Max(1, (int)(left * millisecond / Stopwatch.Frequency)));
    }

    /// <summary>Creates a semaphore whose post neither locks nor allocates. [control-thread]</summary>
    /// <returns>A signal at zero.</returns>
    IBlockSignal CreateSignal();
}

/// <summary>Wakes the DSP thread from the device's callback.</summary>
public interface IBlockSignal : IDisposable
{
    /// <summary>Wakes the waiting thread, or lets its next wait pass. Does not wait, lock or allocate. [audio-thread]</summary>
    void Post();

    /// <summary>Waits until posted. [DSP thread]</summary>
    /// <param name="timeoutMs">How long at most.</param>
    /// <returns>False when the time was up.</returns>
    bool Wait(int timeoutMs);
}
