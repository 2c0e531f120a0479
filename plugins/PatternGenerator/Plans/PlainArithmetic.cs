using System.Runtime.InteropServices;

namespace PluginHost.Plugins.Plans;

/// <summary>
/// Arithmetic with denormal numbers while bars are written. The host flushes them on its audio and render threads, and a worker does
/// as the thread did that started it: so that all of them write the same bars, the same is set for each. Does not allocate.
/// </summary>
internal sealed class PlainArithmetic
{
    // FE_DFL_ENV of glibc.
    private const nint Standard = -1;

    // Larger than any fenv_t.
    private readonly byte[] _before = new byte[256];
    private static readonly bool IsThere = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libm.so.6", out _);

    /// <summary>Keeps what is set, and sets the standard. [worker-thread]</summary>
    public void Enter()
    {
        if (IsThere && GetEnvironment(_before) == 0)
            _ = SetStandard(Standard);
    }

    /// <summary>Sets what was set before. [worker-thread]</summary>
    public void Leave()
    {
        if (IsThere)
            _ = SetEnvironment(_before);
    }

    [DllImport("libm.so.6", EntryPoint = "fegetenv")]
    private static extern int GetEnvironment([Out] byte[] environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv")]
    private static extern int SetEnvironment(byte[] environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv")]
    private static extern int SetStandard(nint environment);
}
