using System.Runtime.InteropServices;

namespace PluginHost.Benchmarks;

/// <summary>Processor time of the calling thread, which others on the machine do not lengthen; wall time where that is not known.</summary>
internal static partial class ThreadTime
{
    private const int ThreadProcessorClock = 3;

    public static TimeSpan Now() => OperatingSystem.IsLinux() && clock_gettime(ThreadProcessorClock, out Timespec time) == 0
        ? TimeSpan.FromTicks(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / 100)
        : TimeSpan.FromTicks(Environment.TickCount64 * TimeSpan.TicksPerMillisecond);

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
