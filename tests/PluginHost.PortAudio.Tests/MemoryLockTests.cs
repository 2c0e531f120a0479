using Xunit;

namespace PluginHost.PortAudio.Tests;

public class MemoryLockTests
{
    [Fact]
    public void Locking_memory_says_what_was_granted_and_costs_next_to_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not known how elsewhere");
        var before = Status("VmRSS:");

        var isLocked = MemoryLock.TryLock(out var notice);

        Assert.Contains(isLocked ? "locked." : "limit", notice, StringComparison.Ordinal);
        Assert.Equal(isLocked, Status("VmLck:") > 0);
        Assert.InRange(Status("VmRSS:"), 0, before + 60_000);
    }

    private static long Status(string key) =>
        long.Parse(File.ReadLines("/proc/self/status").Single(l => l.StartsWith(key, StringComparison.Ordinal))[key.Length..^3], null);
}
