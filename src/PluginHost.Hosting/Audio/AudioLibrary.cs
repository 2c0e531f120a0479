using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Audio;

/// <summary>Where libsndfile is, which reads and writes sound files for us, and how to get it.</summary>
public static class AudioLibrary
{
    private static readonly Lazy<bool> Installed = new(() => TryLoad(Candidates, out _));

    /// <summary>Gets whether libsndfile is there. Loads it. [control-thread]</summary>
    public static bool IsInstalled => Installed.Value;

    /// <summary>Gets the command that installs it on this system. [any-thread]</summary>
    public static string InstallCommand =>
        OperatingSystem.IsMacOS() ? "brew install libsndfile"
        : OperatingSystem.IsWindows() ? "vcpkg install libsndfile, with sndfile.dll put on the PATH"
        : "sudo apt-get install -y libsndfile1";

    /// <summary>Gets the names to try, the best first.</summary>
    internal static string[] Candidates =>
        OperatingSystem.IsMacOS() ? ["libsndfile.1.dylib", "libsndfile.dylib", "/opt/homebrew/lib/libsndfile.dylib", "/usr/local/lib/libsndfile.dylib"]
        : OperatingSystem.IsWindows() ? ["sndfile.dll", "libsndfile-1.dll", "libsndfile.dll"]
        : ["libsndfile.so.1", "libsndfile.so"];

    /// <summary>Throws unless it is there. [control-thread]</summary>
    /// <param name="file">The file that is to be read or written.</param>
    /// <exception cref="AudioFileException">Holds the command that installs it.</exception>
    internal static void Require(string file) => Require(file, IsInstalled);

    internal static void Require(string file, bool isInstalled)
    {
        if (!isInstalled)
            throw new AudioFileException(file, $"sound files need libsndfile, which is not installed; run: {InstallCommand}");
    }

    internal static bool TryLoad(string[] names, out IntPtr library)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out library))
                return true;
        }
        library = IntPtr.Zero;
        return false;
    }
}
