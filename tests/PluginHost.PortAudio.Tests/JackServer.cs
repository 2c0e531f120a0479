using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PluginHost.PortAudio.Tests.JackServer))]

namespace PluginHost.PortAudio.Tests;

/// <summary>A JACK server of our own with a dummy driver: a real device clock without a card.</summary>
public sealed partial class JackServer : IDisposable
{
    public const int Rate = 48000;
    public const int Period = 64;

    private readonly string _name = $"pht{Environment.ProcessId}";
    private Process? _process;

    public JackServer()
    {
        // libjack reads the native environment, which Environment.SetEnvironmentVariable does not reach.
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment("JACK_DEFAULT_SERVER", _name, 1);
    }

    public string Name => _name;

    /// <summary>Sees to it that the server runs, or skips the test where there is none.</summary>
    public void Require()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jackd"), "jackd is not installed: apt-get install jackd2");
        Assert.SkipUnless(File.Exists("/usr/bin/jack_connect") && File.Exists("/usr/bin/jack_wait"),
            "jack_connect is not installed: apt-get install jack-example-tools");
        if (_process is { HasExited: false })
            return;
        if (!Start("-R", "-P", "70") && !Start("-r"))
            Assert.Skip("jackd does not start here");
    }

    /// <summary>Ends the server the hard way, as a crash would.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends a signal by name, e.g. STOP and CONT.</summary>
    public void Signal(string signal) => Run("/usr/bin/kill", $"-{signal}", $"{_process!.Id}");

    public void Connect(string from, string to) => Assert.Equal(0, Run("/usr/bin/jack_connect", "-s", _name, from, to));

    public void Disconnect(string from, string to) => Assert.Equal(0, Run("/usr/bin/jack_disconnect", "-s", _name, from, to));

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Signal("TERM");
            if (!_process.WaitForExit(3000))
                _process.Kill();
        }

        _process?.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private bool Start(params string[] realTime)
    {
        var arguments = (string[])["-n", _name, .. realTime, "-d", "dummy", "-r", $"{Rate}", "-p", $"{Period}"];
        var start = new ProcessStartInfo("/usr/bin/jackd", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (Run("/usr/bin/jack_wait", "-s", _name, "-w", "-t", "5") == 0 && !_process.HasExited)
            return true;
        if (!_process.HasExited)
            Kill();
        return false;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
