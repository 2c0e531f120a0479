using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio.Threads;

/// <summary>A POSIX semaphore: its post is one atomic and at most one system call, without a lock of the runtime.</summary>
internal sealed unsafe class SemaphoreSignal : IBlockSignal
{
    // sem_t has 32 bytes on 64-bit glibc and musl; a cache line of its own keeps neighbours out.
    private const int Size = 64;

    private void* _semaphore;

    public SemaphoreSignal()
    {
        _semaphore = NativeMemory.AlignedAlloc(Size, Size);
        if (Libc.InitSemaphore(_semaphore, 0, 0) != 0)
            throw new InvalidOperationException("sem_init failed.");
        // The first call of a native function looks it up, which allocates: not on an audio thread.
        Post();
        _ = Wait(0);
    }

    public void Post() => _ = Libc.PostSemaphore(_semaphore);

    public bool Wait(int timeoutMs)
    {
        Libc.TimeSpec until;
        _ = Libc.GetClock(Libc.ClockMonotonic, &until);
        until.Seconds += timeoutMs / 1000;
        until.Nanoseconds += timeoutMs % 1000 * 1_000_000;
        if (until.Nanoseconds >= 1_000_000_000)
        {
            until.Seconds++;
            until.Nanoseconds -= 1_000_000_000;
        }

        while (Libc.WaitSemaphore(_semaphore, Libc.ClockMonotonic, until) != 0)
        {
            // A system call of the wait may be cut short by a signal, which the runtime uses to suspend threads.
            if (Marshal.GetLastPInvokeError() != Libc.ErrnoInterrupted)
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        if (_semaphore == null)
            return;
        _ = Libc.DestroySemaphore(_semaphore);
        NativeMemory.AlignedFree(_semaphore);
        _semaphore = null;
    }
}
