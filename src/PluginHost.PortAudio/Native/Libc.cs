using System.Runtime.InteropServices;

namespace PluginHost.PortAudio.Native;

/// <summary>What is needed of the C library on Linux.</summary>
internal static unsafe partial class Libc
{
    public const int ClockMonotonic = 1;
    public const int ClockThreadCpuTime = 3;
    public const int TimerAbsolute = 1;
    public const int ErrnoInterrupted = 4;
    public const int SchedFifo = 1;
    public const int SchedResetOnFork = 0x40000000;
    public const int ResourceMemlock = 8;
    public const int ResourceRealtimePriority = 14;
    public const int LockCurrent = 1;
    public const int LockFuture = 2;
    public const int LockOnFault = 4;

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    public static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockAll(int flags);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler")]
    public static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "sched_getparam")]
    public static partial int GetPriority(int thread, out int priority);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "dup")]
    public static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    public static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "sem_init")]
    public static partial int InitSemaphore(void* semaphore, int shared, uint value);

    [LibraryImport("libc", EntryPoint = "sem_destroy")]
    public static partial int DestroySemaphore(void* semaphore);

    [LibraryImport("libc", EntryPoint = "sem_clockwait", SetLastError = true)]
    public static partial int WaitSemaphore(void* semaphore, int clock, in TimeSpec until);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    public static partial int Sleep(int clock, int flags, in TimeSpec until, nint remaining);

    // The next two run on the audio thread. They neither wait nor call back and take well under a microsecond, which is what
    // SuppressGCTransition asks for; without the transition they cannot be held up by a collection that starts meanwhile.

    [LibraryImport("libc", EntryPoint = "sem_post")]
    [SuppressGCTransition]
    public static partial int PostSemaphore(void* semaphore);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    public static partial int GetClock(int clock, TimeSpec* time);
}
