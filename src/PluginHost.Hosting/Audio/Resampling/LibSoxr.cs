using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PluginHost.Hosting.Audio.Resampling;

/// <summary>The functions of libsoxr that we use; names and constants as in its <c>soxr.h</c> (version 0.1.3).</summary>
internal static class LibSoxr
{
    /// <summary>SOXR_VHQ: 28 bit, linear phase, pass band up to 0.913 of half the lower rate.</summary>
    public const uint VeryHighQuality = 6;

    /// <summary>SOXR_ROLLOFF_NONE: flat up to there.</summary>
    public const uint NoRollOff = 2;

    private const string Library = "soxr";

    /// <summary>Gets the loaded library; null when it is not installed.</summary>
    public static IntPtr? Loaded { get; } = AudioLibrary.TryLoad(Candidates, out IntPtr library) ? library : null;

    private static string[] Candidates =>
        OperatingSystem.IsMacOS() ? ["libsoxr.0.dylib", "/opt/homebrew/lib/libsoxr.dylib", "/usr/local/lib/libsoxr.dylib"]
        : OperatingSystem.IsWindows() ? ["soxr.dll", "libsoxr.dll"]
        : ["libsoxr.so.0", "libsoxr.so"];

    [DllImport(Library, EntryPoint = "soxr_quality_spec")]
    public static extern SoxrQuality Quality(CULong recipe, CULong flags);

    /// <summary>Both formats are interleaved float when no other is given; one thread when no runtime is.</summary>
    [DllImport(Library, EntryPoint = "soxr_create")]
    public static extern SoxrHandle Create(double inputRate, double outputRate, uint channels, out IntPtr error, IntPtr format,
        in SoxrQuality quality, IntPtr runtime);

    [DllImport(Library, EntryPoint = "soxr_process")]
    public static extern IntPtr Process(SoxrHandle handle, ref readonly float input, nuint inputFrames, out nuint consumed,
        ref float output, nuint outputFrames, out nuint produced);

    /// <summary>With no input: there will be none any more.</summary>
    [DllImport(Library, EntryPoint = "soxr_process")]
    public static extern IntPtr Drain(SoxrHandle handle, IntPtr input, nuint inputFrames, IntPtr consumed,
        ref float output, nuint outputFrames, out nuint produced);

    [DllImport(Library, EntryPoint = "soxr_clear")]
    public static extern IntPtr Clear(SoxrHandle handle);

    [DllImport(Library, EntryPoint = "soxr_delete")]
    public static extern void Delete(IntPtr handle);

    /// <summary>For the resolver of this assembly, of which there can be but one.</summary>
    public static IntPtr Resolve(string name) => name == Library ? Loaded ?? IntPtr.Zero : IntPtr.Zero;
}

/// <summary>A resampler of libsoxr.</summary>
internal sealed class SoxrHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibSoxr.Delete(handle);
        return true;
    }
}

/// <summary>soxr_quality_spec_t of libsoxr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SoxrQuality
{
    public double Precision;
    public double PhaseResponse;
    public double PassbandEnd;
    public double StopbandBegin;
    public IntPtr Reserved;
    public CULong Flags;
}
