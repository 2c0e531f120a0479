using System.Runtime.InteropServices;
using Xunit;

namespace PluginHost.Dsp.Tests;

/// <summary>libebur128, an independent implementation of the standard to be measured against.</summary>
internal static class LibEbuR128
{
    private const string Library = "libebur128.so.1";

    // EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK with what they include.
    private const int Mode = 0b11_0101;

    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Integrated loudness in LUFS and true peak, linear, of all channels.</summary>
    public static (double Lufs, double TruePeak) Measure(float[] interleaved, int channels, int rate)
    {
        IntPtr state = Init((uint)channels, new CULong((nuint)rate), Mode);
        try
        {
            Assert.Equal(0, AddFrames(state, interleaved, (nuint)(interleaved.Length / channels)));
            Assert.Equal(0, LoudnessGlobal(state, out double lufs));
            double peak = 0;
            for (uint channel = 0; channel < channels; channel++)
            {
                Assert.Equal(0, TruePeak(state, channel, out double one));
                peak = Math.Max(peak, one);
            }
            return (lufs, peak);
        }
        finally
        {
            Destroy(ref state);
        }
    }

    [DllImport(Library, EntryPoint = "ebur128_init")]
    private static extern IntPtr Init(uint channels, CULong rate, int mode);

    [DllImport(Library, EntryPoint = "ebur128_destroy")]
    private static extern void Destroy(ref IntPtr state);

    [DllImport(Library, EntryPoint = "ebur128_add_frames_float")]
    private static extern int AddFrames(IntPtr state, float[] interleaved, nuint frames);

    [DllImport(Library, EntryPoint = "ebur128_loudness_global")]
    private static extern int LoudnessGlobal(IntPtr state, out double lufs);

    [DllImport(Library, EntryPoint = "ebur128_true_peak")]
    private static extern int TruePeak(IntPtr state, uint channel, out double peak);
}
