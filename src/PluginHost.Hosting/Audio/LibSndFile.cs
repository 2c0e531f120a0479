using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PluginHost.Hosting.Audio.Metadata;
using PluginHost.Hosting.Audio.Resampling;

namespace PluginHost.Hosting.Audio;

/// <summary>
/// The functions of libsndfile that we use; names and constants as in its <c>sndfile.h</c> (version 1.2). All arguments are
/// blittable or handles, so no unsafe code is needed.
/// </summary>
internal static class LibSndFile
{
    public const int ModeRead = 0x10;
    public const int ModeWrite = 0x20;
    public const int SeekFromStart = 0;
    public const int FormatTypeMask = 0x0FFF0000;
    public const int FormatSubMask = 0x0000FFFF;
    public const int FormatWavEx = 0x130000;
    public const int FormatFlac = 0x170000;
    public const int FormatRf64 = 0x220000;
    public const int SubtypePcm16 = 2;
    public const int SubtypePcm24 = 3;
    public const int SubtypeFloat = 6;
    public const int CommandGetLog = 0x1001;
    public const int CommandGetFormatInfo = 0x1028;
    public const int CommandAddPeakChunk = 0x1050;
    public const int CommandUpdateHeader = 0x1060;
    public const int CommandGetCues = 0x10CE;
    public const int CommandSetCues = 0x10CF;
    public const int CommandGetInstrument = 0x10D0;
    public const int CommandSetInstrument = 0x10D1;
    public const int CommandRf64AutoDowngrade = 0x1210;

    private const string Library = "sndfile";

    // Why opening failed is in one variable of the whole library: two threads must not open at once.
    private static readonly Lock Opening = new();

    static LibSndFile() => NativeLibrary.SetDllImportResolver(typeof(LibSndFile).Assembly, Resolve);

    /// <summary>Makes sure that the resolver of this assembly is set, which serves libsoxr, too. [control-thread]</summary>
    public static void SetResolver() => RuntimeHelpers.RunClassConstructor(typeof(LibSndFile).TypeHandle);

    /// <summary>Opens a file. [control-thread]</summary>
    /// <returns>Null with a reason when it cannot be opened.</returns>
    public static SndFileHandle? Open(string file, int mode, ref SfInfo info, out string reason)
    {
        // A path that begins with a dash, or is one, would mean standard input.
        string path = Path.GetFullPath(file);
        lock (Opening)
        {
            SndFileHandle handle = OperatingSystem.IsWindows()
                ? OpenWide(path, mode, ref info) : OpenUtf8(path, mode, ref info);
            reason = handle.IsInvalid ? Text(ErrorText(IntPtr.Zero)) : "";
            if (!handle.IsInvalid)
                return handle;
            handle.Dispose();
            return null;
        }
    }

    /// <summary>Gets the reason of the last failure. [control-thread]</summary>
    public static string Reason(SndFileHandle handle) => Text(ErrorText(handle));

    /// <summary>Copies a C string. [any-thread]</summary>
    public static string Text(IntPtr text) => Marshal.PtrToStringUTF8(text)?.Trim().TrimEnd('.') ?? "";

    [DllImport(Library, EntryPoint = "sf_close")]
    public static extern int Close(IntPtr handle);

    [DllImport(Library, EntryPoint = "sf_error")]
    public static extern int Error(SndFileHandle handle);

    [DllImport(Library, EntryPoint = "sf_format_check")]
    public static extern int CheckFormat(in SfInfo info);

    [DllImport(Library, EntryPoint = "sf_readf_float")]
    public static extern long ReadFrames(SndFileHandle handle, ref float first, long frames);

    [DllImport(Library, EntryPoint = "sf_writef_float")]
    public static extern long WriteFrames(SndFileHandle handle, ref readonly float first, long frames);

    [DllImport(Library, EntryPoint = "sf_writef_int")]
    public static extern long WriteFrames(SndFileHandle handle, ref readonly int first, long frames);

    [DllImport(Library, EntryPoint = "sf_seek")]
    public static extern long Seek(SndFileHandle handle, long frames, int whence);

    [DllImport(Library, EntryPoint = "sf_write_sync")]
    public static extern void Flush(SndFileHandle handle);

    [DllImport(Library, EntryPoint = "sf_command")]
    public static extern int Command(SndFileHandle handle, int command, IntPtr data, int size);

    [DllImport(Library, EntryPoint = "sf_command")]
    public static extern int Command(SndFileHandle handle, int command, ref byte data, int size);

    [DllImport(Library, EntryPoint = "sf_command")]
    public static extern int Command(IntPtr handle, int command, ref SfFormatInfo data, int size);

    [DllImport(Library, EntryPoint = "sf_command")]
    public static extern int Command(SndFileHandle handle, int command, ref SfInstrument data, int size);

    [DllImport(Library, EntryPoint = "sf_command")]
    public static extern int Command(SndFileHandle handle, int command, ref SfCues data, int size);

    [DllImport(Library, EntryPoint = "sf_get_string")]
    public static extern IntPtr GetString(SndFileHandle handle, int kind);

    [DllImport(Library, EntryPoint = "sf_set_string")]
    public static extern int SetString(SndFileHandle handle, int kind, [MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    [DllImport(Library, EntryPoint = "sf_open")]
    private static extern SndFileHandle OpenUtf8([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode, ref SfInfo info);

    [DllImport(Library, EntryPoint = "sf_wchar_open")]
    private static extern SndFileHandle OpenWide([MarshalAs(UnmanagedType.LPWStr)] string path, int mode, ref SfInfo info);

    [DllImport(Library, EntryPoint = "sf_strerror")]
    private static extern IntPtr ErrorText(IntPtr handle);

    [DllImport(Library, EntryPoint = "sf_strerror")]
    private static extern IntPtr ErrorText(SndFileHandle handle);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name != Library ? LibSoxr.Resolve(name)
        : AudioLibrary.TryLoad(AudioLibrary.Candidates, out IntPtr library) ? library : IntPtr.Zero;
}

/// <summary>An open file of libsndfile.</summary>
internal sealed class SndFileHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Gets what closing returned; 0 when all went well.</summary>
    public int CloseError { get; private set; }

    protected override bool ReleaseHandle() => (CloseError = LibSndFile.Close(handle)) == 0;
}

/// <summary>SF_INFO of libsndfile.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SfInfo
{
    public long Frames;
    public int SampleRate;
    public int Channels;
    public int Format;
    public int Sections;
    public int Seekable;
}

/// <summary>SF_FORMAT_INFO of libsndfile.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SfFormatInfo
{
    public int Format;
    public IntPtr Name;
    public IntPtr Extension;
}
