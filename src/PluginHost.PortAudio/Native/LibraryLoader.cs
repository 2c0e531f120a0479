using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;

namespace PluginHost.PortAudio.Native;

/// <summary>Finds libportaudio, and loads a second copy of it when the first one has to be left alone.</summary>
internal static class LibraryLoader
{
    /// <summary>Loads the system's library.</summary>
    /// <exception cref="AudioDeviceException">There is none; says how to install it.</exception>
    public static nint Load() => Load(Names());

    /// <summary>Loads the first of the names that is there.</summary>
    /// <exception cref="AudioDeviceException">There is none; says how to install it.</exception>
    public static nint Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }

        throw new AudioDeviceException($"The native PortAudio library ({names[0]}) is not installed: {Remedy()}");
    }

    /// <summary>Loads a copy under another file name, which the system's loader takes for another library with its own state.</summary>
    /// <exception cref="AudioDeviceException">The copy cannot be made.</exception>
    public static nint LoadCopy()
    {
        var copy = Path.Combine(Path.GetTempPath(), $"pluginhost-{Environment.ProcessId}-{Guid.NewGuid():N}.so");
        try
        {
            File.Copy(LoadedPath(), copy);
            return NativeLibrary.Load(copy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new AudioDeviceException(
                $"PortAudio lost its server, and a fresh copy cannot be loaded ({error.Message}): restart the program.", error);
        }
        finally
        {
            // Once mapped, the file is needed no more.
            File.Delete(copy);
        }
    }

    private static string LoadedPath()
    {
        const string maps = "/proc/self/maps";
        var line = File.Exists(maps)
            ? File.ReadLines(maps).FirstOrDefault(l => l.Contains("/libportaudio.so", StringComparison.Ordinal))
            : null;
        return line is null ? throw new IOException("its file is unknown") : line[line.IndexOf('/', StringComparison.Ordinal)..];
    }

    private static string[] Names()
    {
        if (OperatingSystem.IsWindows())
            return ["portaudio_x64.dll", "portaudio.dll"];
        if (OperatingSystem.IsMacOS())
            return ["libportaudio.2.dylib", "/opt/homebrew/lib/libportaudio.2.dylib", "/usr/local/lib/libportaudio.2.dylib"];
        return ["libportaudio.so.2", "libportaudio.so"];
    }

    private static string Remedy()
    {
        if (OperatingSystem.IsWindows())
            return "put portaudio_x64.dll beside the program.";
        return OperatingSystem.IsMacOS() ? "run 'brew install portaudio'." : "run 'apt-get install libportaudio2'.";
    }
}
