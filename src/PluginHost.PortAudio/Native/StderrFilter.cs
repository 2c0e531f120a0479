using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PluginHost.PortAudio.Native;

/// <summary>
/// Holds back what ALSA, JACK and PortAudio print to stderr when they merely look around (some sixty lines on a machine without
/// a card); whatever else is written meanwhile is passed on afterwards.
/// </summary>
/// <remarks>
/// Redirecting the descriptor is the only way that catches all three: PortAudio's own lines go straight to stderr. What really
/// went wrong comes back as an error code and its text. Linux only; elsewhere nothing is printed in the first place.
/// </remarks>
internal sealed class StderrFilter : IDisposable
{
    private const int Stderr = 2;

    private static readonly Lock Gate = new();

    private static readonly string[] Noise =
    [
        "ALSA lib ", "Expression '", "Cannot connect to server ", "jack server is not running", "JackShmReadWritePtr::",
        "attempt to connect to server failed", "connect(2) call to ", "Server is not running",
    ];

    private readonly int _saved = -1;
    private readonly int _captured = -1;

    private StderrFilter()
    {
        // .NET duplicates descriptor 2 when Console.Error is first used: that must not happen while it is redirected.
        _ = Console.Error;
        Console.Error.Flush();
        _captured = Libc.CreateMemoryFile("pluginhost-stderr", 1);
        if (_captured < 0)
            return;
        _saved = Libc.Duplicate(Stderr);
        if (_saved >= 0)
            _ = Libc.DuplicateTo(_captured, Stderr);
    }

    /// <summary>Runs something with the filter in place.</summary>
    public static T Run<T>(Func<T> call)
    {
        if (!OperatingSystem.IsLinux())
            return call();
        lock (Gate)
        {
            using var filter = new StderrFilter();
            return call();
        }
    }

    /// <summary>Gives the lines that are not known to be mere noise.</summary>
    public static string WithoutNoise(string text) => string.Concat(
        text.Split('\n').Where(line => line.Length > 0 && !Noise.Any(line.StartsWith)).Select(line => line + "\n"));

    public void Dispose()
    {
        if (_saved >= 0)
        {
            _ = Libc.DuplicateTo(_saved, Stderr);
            _ = Libc.Close(_saved);
        }

        if (_captured < 0)
            return;
        using var handle = new SafeFileHandle(_captured, ownsHandle: true);
        var bytes = new byte[RandomAccess.GetLength(handle)];
        var text = WithoutNoise(Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(handle, bytes, 0)));
        if (text.Length > 0)
            Console.Error.Write(text);
    }
}
