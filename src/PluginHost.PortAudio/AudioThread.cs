using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;
using PluginHost.PortAudio.Threads;

namespace PluginHost.PortAudio;

/// <summary>
/// What Linux can do for a thread that carries audio: <c>SCHED_FIFO</c>, denormals flushed, thread CPU time, POSIX semaphores.
/// Elsewhere it falls back to <see cref="PortableAudioThread"/>. What was refused is told in <see cref="Notices"/>.
/// </summary>
public sealed unsafe class AudioThread : IAudioThread
{
    /// <summary>Priority of our threads as long as the device's own is not known: between jackd's default of 10 and 70.</summary>
    public const int DefaultPriority = 60;

    private const int RefusedFlush = 1;
    private const int RefusedRealTime = 2;

    [ThreadStatic]
    private static int _entered;

    // Raised when the device's priority becomes known, so that our threads are set up anew on their next call.
    private static int _round = 1;
    private static int _devicePriority;
    private static int _refused;
    private static int _errno;

    /// <summary>Gets what was refused and what to do about it, one line each; empty when all was granted so far. Allocates. [any-thread]</summary>
    public static IReadOnlyList<string> Notices
    {
        get
        {
            var refused = Volatile.Read(ref _refused);
            var notices = new List<string>();
            if ((refused & RefusedRealTime) != 0)
            {
                notices.Add($"Real-time scheduling was refused (error {Volatile.Read(ref _errno)}): audio shares the processor with " +
                    "everything else. Allow it with 'rtprio 95' for your group in /etc/security/limits.d/audio.conf.");
            }

            if ((refused & RefusedFlush) != 0)
                notices.Add("Denormals are not flushed by the processor on this system; effects flush their own.");
            return notices;
        }
    }

    /// <summary>Looks up the native functions, which allocates: an audio thread calls them later. [control-thread]</summary>
    public AudioThread()
    {
        _ = CpuNanoseconds;
        SleepUntil(0);
    }

    /// <inheritdoc/>
    public long CpuNanoseconds
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return 0;
            Libc.TimeSpec time;
            return Libc.GetClock(Libc.ClockThreadCpuTime, &time) == 0 ? time.Seconds * 1_000_000_000L + time.Nanoseconds : 0;
        }
    }

    /// <inheritdoc/>
    public void Enter(bool ours)
    {
        if (_entered != Volatile.Read(ref _round))
            SetUp(ours);
    }

    /// <inheritdoc/>
    public void SleepUntil(long timestamp)
    {
        if (!OperatingSystem.IsLinux())
        {
            ((IAudioThread)PortableAudioThread.Instance).SleepUntil(timestamp);
            return;
        }

        // On Linux a Stopwatch counts the nanoseconds of the monotonic clock.
        var until = new Libc.TimeSpec
        {
            Seconds = (nint)(timestamp / 1_000_000_000), Nanoseconds = (nint)(timestamp % 1_000_000_000),
        };
        while (Libc.Sleep(Libc.ClockMonotonic, Libc.TimerAbsolute, until, 0) == Libc.ErrnoInterrupted)
        {
        }
    }

    /// <inheritdoc/>
    public IBlockSignal CreateSignal() => OperatingSystem.IsLinux() ? new SemaphoreSignal() : PortableAudioThread.Instance.CreateSignal();

    private static void SetUp(bool ours)
    {
        _entered = Volatile.Read(ref _round);
        if (!FloatingPoint.FlushDenormals())
            Interlocked.Or(ref _refused, RefusedFlush);
        if (!OperatingSystem.IsLinux())
            PortableAudioThread.Instance.Enter(ours);
        else if (ours)
            RaisePriority();
        else
            LearnDevicePriority();
    }

    /// <summary>
    /// Our threads go one below the device's: it must be able to move samples while they compute. PortAudio gives its ALSA thread
    /// the lowest of all, 1, which ours then shares: neither interrupts the other.
    /// </summary>
    private static void RaisePriority()
    {
        var device = Volatile.Read(ref _devicePriority);
        var priority = device == 0 ? DefaultPriority : Math.Max(1, device - 1);
        if (TrySetPriority(priority))
            return;
        var errno = Marshal.GetLastPInvokeError();
        if (Libc.GetLimit(Libc.ResourceRealtimePriority, out var limit) == 0 && limit.Soft > 0 && (int)limit.Soft < priority &&
            TrySetPriority((int)limit.Soft))
        {
            return;
        }

        Volatile.Write(ref _errno, errno);
        Interlocked.Or(ref _refused, RefusedRealTime);
    }

    // Reset on fork: a child process started from here must not inherit the priority.
    private static bool TrySetPriority(int priority) => Libc.SetScheduler(0, Libc.SchedFifo | Libc.SchedResetOnFork, priority) == 0;

    private static void LearnDevicePriority()
    {
        if ((Libc.GetScheduler(0) & ~Libc.SchedResetOnFork) != Libc.SchedFifo || Libc.GetPriority(0, out var priority) != 0)
            return;
        if (Interlocked.Exchange(ref _devicePriority, priority) != priority)
            _entered = Interlocked.Increment(ref _round);
    }
}
