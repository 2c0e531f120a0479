using System.Diagnostics;

namespace PluginHost.Hosting.Tests.Batches;

/// <summary>A disk of a few kilobytes; who may not mount one skips the test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    public SmallDisk(string path, string size)
    {
        _path = path;
        Directory.CreateDirectory(path);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a small disk");
        Assert.SkipUnless(Try("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path), "no disk can be mounted here");
    }

    public void MakeReadOnly() => Assert.True(Try("mount", "-o", "remount,ro", _path));

    public void Dispose() => Assert.True(Try("umount", _path));

    private static bool Try(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
