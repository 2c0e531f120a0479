using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.PortAudio.Native;
using Xunit;

namespace PluginHost.PortAudio.Tests;

/// <summary>Sizes and offsets as a C compiler gives them for portaudio.h on 64-bit Linux.</summary>
public class LayoutTests
{
    [Fact]
    public void Structs_are_laid_out_as_in_portaudio_h()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "measured on 64-bit Linux");

        Assert.Equal((72, 32, 32, 24, 32), (Unsafe.SizeOf<PaDeviceInfo>(), Unsafe.SizeOf<PaHostApiInfo>(),
            Unsafe.SizeOf<PaStreamInfo>(), Unsafe.SizeOf<PaHostErrorInfo>(), Unsafe.SizeOf<PaStreamParameters>()));
        Assert.Equal([0, 8, 16, 20, 24, 32, 40, 48, 56, 64], Offsets<PaDeviceInfo>());
        Assert.Equal([0, 4, 8, 16, 20, 24], Offsets<PaHostApiInfo>());
        Assert.Equal([0, 8, 16, 24], Offsets<PaStreamInfo>());
        Assert.Equal([0, 8, 16], Offsets<PaHostErrorInfo>());
        Assert.Equal([0, 4, 8, 16, 24], Offsets<PaStreamParameters>());
    }

    private static int[] Offsets<T>() => typeof(T).GetFields().OrderBy(f => f.MetadataToken)
        .Select(f => (int)Marshal.OffsetOf<T>(f.Name)).ToArray();
}
