using Microsoft.Win32.SafeHandles;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// The process's own input and output as plain unbuffered streams. The console's stream hides from a writer that its reader has
/// gone, so a pipe would run on for nobody.
/// </summary>
public static class StandardStreams
{
    /// <summary>Opens standard input. [control-thread]</summary>
    /// <returns>A stream to be read only.</returns>
    public static Stream OpenInput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardInput() : Open(0, FileAccess.Read);

    /// <summary>Opens standard output. [control-thread]</summary>
    /// <returns>A stream to be written only.</returns>
    public static Stream OpenOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput() : Open(1, FileAccess.Write);

    private static FileStream Open(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
}
