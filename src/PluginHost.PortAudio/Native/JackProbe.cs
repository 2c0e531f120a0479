using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.PortAudio.Native;

/// <summary>
/// Finds out whether PortAudio's JACK server still lives, by opening and closing a stream: the one call that fails without harm
/// when it does not.
/// </summary>
internal static unsafe class JackProbe
{
    /// <summary>Asks. True if JACK is not involved.</summary>
    public static bool Answers(PortAudioLibrary pa)
    {
        var api = Find(pa);
        if (api == null)
            return true;
        var isOutput = api->DefaultOutputDevice >= 0;
        var device = isOutput ? api->DefaultOutputDevice : api->DefaultInputDevice;
        return device >= 0 && StderrFilter.Run(() => CanOpen(pa, device, isOutput));
    }

    private static bool CanOpen(PortAudioLibrary pa, int device, bool isOutput)
    {
        var side = new PaStreamParameters
        {
            Device = device, ChannelCount = 1, SampleFormat = new CULong(PortAudioLibrary.Float32),
        };
        nint stream;
        var error = pa.OpenStream(&stream, isOutput ? null : &side, isOutput ? &side : null,
            pa.GetDeviceInfo(device)->DefaultSampleRate, default, default, &NeverStarted, 0);
        return error == PaError.NoError && pa.CloseStream(stream) == PaError.NoError;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NeverStarted(float* input, float* output, CULong frames, void* time, CULong flags, nint user) => 0;

    private static PaHostApiInfo* Find(PortAudioLibrary pa)
    {
        for (var i = 0; i < pa.GetHostApiCount(); i++)
        {
            var api = pa.GetHostApiInfo(i);
            if (api->Type == PaHostApiType.Jack)
                return api;
        }

        return null;
    }
}
