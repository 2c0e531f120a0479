using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.PortAudio.Threads;

/// <summary>
/// Makes the calling thread round denormals to zero. .NET has no switch for it, but C's fegetenv and fesetenv carry the
/// control register: glibc's fenv_t on x86-64 is 32 bytes with MXCSR at 28 (flush-to-zero 0x8000), on arm64 it begins with FPCR
/// (flush-to-zero is bit 24). A thread keeps the setting; suspension for a collection restores it.
/// </summary>
/// <remarks>
/// Results alone are flushed on x86-64. With denormals-are-zero (0x40) set, too, the runtime's compiler takes small whole numbers
/// in vector constants for zeros, and what it compiles on such a thread computes nonsense (.NET 10.0.12). Nothing is lost: where
/// no result is denormal, only samples that came in may be.
/// </remarks>
internal static unsafe partial class FloatingPoint
{
    /// <summary>Flushes denormals from now on.</summary>
    /// <returns>False where that is not known how.</returns>
    public static bool FlushDenormals()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var environment = stackalloc uint[16];
        try
        {
            if (GetEnvironment(environment) != 0)
                return false;
            switch (RuntimeInformation.ProcessArchitecture)
            {
                case Architecture.X64:
                    environment[7] |= 0x8000;
                    break;
                case Architecture.Arm64:
                    environment[0] |= 1u << 24;
                    break;
                default:
                    return false;
            }

            return SetEnvironment(environment) == 0 && IsFlushing(1e-39f);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether half of a denormal is zero.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsFlushing(float denormal) => denormal * 0.5f == 0;

    [LibraryImport("libm.so.6", EntryPoint = "fegetenv")]
    private static partial int GetEnvironment(void* environment);

    [LibraryImport("libm.so.6", EntryPoint = "fesetenv")]
    private static partial int SetEnvironment(void* environment);
}
