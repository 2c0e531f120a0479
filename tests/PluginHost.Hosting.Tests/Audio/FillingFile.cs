using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Tests.Audio;

/// <summary>A file in memory that refuses to grow from some moment on, as one on a full disk does. Linux only.</summary>
internal sealed class FillingFile : IDisposable
{
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int SealGrow = 4;
    private readonly int _descriptor = MemfdCreate("filling", AllowSealing);

    public string Path => $"/proc/self/fd/{_descriptor}";

    public void Fill()
    {
        if (Fcntl(_descriptor, AddSeals, SealGrow) != 0)
            throw new IOException($"fcntl failed with {Marshal.GetLastPInvokeError()}");
    }

    public void Dispose() => _ = Close(_descriptor);

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int MemfdCreate([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Fcntl(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
