using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio;

/// <summary>Keeps the process's memory from being paged out, so that an audio thread never waits for a disk.</summary>
public static class MemoryLock
{
    private const int CapabilityIpcLock = 14;

    /// <summary>Locks what is in memory and what will come into it, as far as the system lets us. [control-thread]</summary>
    /// <param name="notice">One line that says what was granted, or why not and what to do about it.</param>
    /// <returns>Whether anything was locked.</returns>
    /// <remarks>
    /// Always with <c>MCL_ONFAULT</c>: pages are locked once they have been touched. Without it every reserved page that is
    /// writable is made resident; measured on a small .NET 10 process, resident memory went from 32 to 151 MB at once (thread
    /// stacks, the GC's bookkeeping) and by as much again as every no-GC region asked for (417 MB for 200). With it: no change.
    /// A limit counts address space, of which .NET reserves 50 GB and more, so that a limited process gets nothing at all.
    /// </remarks>
    public static bool TryLock(out string notice)
    {
        if (!OperatingSystem.IsLinux())
        {
            notice = "Memory is not locked: not known how on this system.";
            return false;
        }

        // With a limit, what is mapped later would count too, and fail once the limit is reached.
        var isLimited = Libc.GetLimit(Libc.ResourceMemlock, out var limit) == 0 && limit.Soft != nuint.MaxValue && !MayExceedLimit();
        var flags = Libc.LockCurrent | Libc.LockOnFault | (isLimited ? 0 : Libc.LockFuture);
        if (Libc.LockAll(flags) == 0)
        {
            notice = isLimited ? "Memory in use now is locked." : "Memory is locked.";
            return true;
        }

        notice = isLimited
            ? $"Memory is not locked: the limit is {limit.Soft / 1024} kB. Allow it with 'memlock unlimited' for your group in " +
                "/etc/security/limits.d/audio.conf."
            : $"Memory is not locked: the system refused (error {Marshal.GetLastPInvokeError()}).";
        return false;
    }

    private static bool MayExceedLimit()
    {
        const string key = "CapEff:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        return line is not null &&
            ulong.TryParse(line[key.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var capabilities) &&
            (capabilities >> CapabilityIpcLock & 1) != 0;
    }
}
