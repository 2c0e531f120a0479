using System.Runtime.InteropServices;

namespace PluginHost.PortAudio.Native;

/// <summary>The functions of one loaded libportaudio.</summary>
/// <remarks>
/// A table of function pointers and not <c>[LibraryImport]</c>, because a library whose JACK server died must be left alone and
/// a fresh copy of it used instead (see <see cref="PortAudioInstance"/>): the same names then exist twice in the process.
/// </remarks>
internal sealed unsafe class PortAudioLibrary
{
    public const uint Float32 = 1;

    public readonly delegate* unmanaged[Cdecl]<byte*> GetVersionText;
    public readonly delegate* unmanaged[Cdecl]<int, byte*> GetErrorText;
    public readonly delegate* unmanaged[Cdecl]<PaHostErrorInfo*> GetLastHostErrorInfo;
    public readonly delegate* unmanaged[Cdecl]<PaError> Initialize;
    public readonly delegate* unmanaged[Cdecl]<PaError> Terminate;
    public readonly delegate* unmanaged[Cdecl]<int> GetHostApiCount;
    public readonly delegate* unmanaged[Cdecl]<int, PaHostApiInfo*> GetHostApiInfo;
    public readonly delegate* unmanaged[Cdecl]<int> GetDeviceCount;
    public readonly delegate* unmanaged[Cdecl]<int, PaDeviceInfo*> GetDeviceInfo;
    public readonly delegate* unmanaged[Cdecl]<int> GetDefaultInputDevice;
    public readonly delegate* unmanaged[Cdecl]<int> GetDefaultOutputDevice;
    public readonly delegate* unmanaged[Cdecl]<PaStreamParameters*, PaStreamParameters*, double, PaError> IsFormatSupported;

    public readonly delegate* unmanaged[Cdecl]<nint*, PaStreamParameters*, PaStreamParameters*, double, CULong, CULong,
        delegate* unmanaged[Cdecl]<float*, float*, CULong, void*, CULong, nint, int>, nint, PaError> OpenStream;

    public readonly delegate* unmanaged[Cdecl]<nint, PaError> CloseStream;
    public readonly delegate* unmanaged[Cdecl]<nint, PaError> StartStream;
    public readonly delegate* unmanaged[Cdecl]<nint, PaError> AbortStream;
    public readonly delegate* unmanaged[Cdecl]<nint, int> IsStreamActive;
    public readonly delegate* unmanaged[Cdecl]<nint, PaStreamInfo*> GetStreamInfo;
    public readonly delegate* unmanaged[Cdecl]<nint, float*, CULong, PaError> ReadStream;
    public readonly delegate* unmanaged[Cdecl]<nint, float*, CULong, PaError> WriteStream;
    public readonly delegate* unmanaged[Cdecl]<nint, CLong> GetStreamReadAvailable;
    public readonly delegate* unmanaged[Cdecl]<nint, CLong> GetStreamWriteAvailable;

    /// <summary>Extension, null where the library was built without JACK.</summary>
    public readonly delegate* unmanaged[Cdecl]<byte*, PaError> JackSetClientName;

    /// <summary>Extension, null where the library was built without ALSA.</summary>
    public readonly delegate* unmanaged[Cdecl]<nint, int, void> AlsaEnableRealtimeScheduling;

    public PortAudioLibrary(nint handle)
    {
        nint Find(string name) => NativeLibrary.GetExport(handle, name);
        nint FindOptional(string name) => NativeLibrary.TryGetExport(handle, name, out var address) ? address : 0;

        GetVersionText = (delegate* unmanaged[Cdecl]<byte*>)Find("Pa_GetVersionText");
        GetErrorText = (delegate* unmanaged[Cdecl]<int, byte*>)Find("Pa_GetErrorText");
        GetLastHostErrorInfo = (delegate* unmanaged[Cdecl]<PaHostErrorInfo*>)Find("Pa_GetLastHostErrorInfo");
        Initialize = (delegate* unmanaged[Cdecl]<PaError>)Find("Pa_Initialize");
        Terminate = (delegate* unmanaged[Cdecl]<PaError>)Find("Pa_Terminate");
        GetHostApiCount = (delegate* unmanaged[Cdecl]<int>)Find("Pa_GetHostApiCount");
        GetHostApiInfo = (delegate* unmanaged[Cdecl]<int, PaHostApiInfo*>)Find("Pa_GetHostApiInfo");
        GetDeviceCount = (delegate* unmanaged[Cdecl]<int>)Find("Pa_GetDeviceCount");
        GetDeviceInfo = (delegate* unmanaged[Cdecl]<int, PaDeviceInfo*>)Find("Pa_GetDeviceInfo");
        GetDefaultInputDevice = (delegate* unmanaged[Cdecl]<int>)Find("Pa_GetDefaultInputDevice");
        GetDefaultOutputDevice = (delegate* unmanaged[Cdecl]<int>)Find("Pa_GetDefaultOutputDevice");
        IsFormatSupported = (delegate* unmanaged[Cdecl]<PaStreamParameters*, PaStreamParameters*, double, PaError>)
            Find("Pa_IsFormatSupported");
        OpenStream = (delegate* unmanaged[Cdecl]<nint*, PaStreamParameters*, PaStreamParameters*, double, CULong, CULong,
            delegate* unmanaged[Cdecl]<float*, float*, CULong, void*, CULong, nint, int>, nint, PaError>)Find("Pa_OpenStream");
        CloseStream = (delegate* unmanaged[Cdecl]<nint, PaError>)Find("Pa_CloseStream");
        StartStream = (delegate* unmanaged[Cdecl]<nint, PaError>)Find("Pa_StartStream");
        AbortStream = (delegate* unmanaged[Cdecl]<nint, PaError>)Find("Pa_AbortStream");
        IsStreamActive = (delegate* unmanaged[Cdecl]<nint, int>)Find("Pa_IsStreamActive");
        GetStreamInfo = (delegate* unmanaged[Cdecl]<nint, PaStreamInfo*>)Find("Pa_GetStreamInfo");
        ReadStream = (delegate* unmanaged[Cdecl]<nint, float*, CULong, PaError>)Find("Pa_ReadStream");
        WriteStream = (delegate* unmanaged[Cdecl]<nint, float*, CULong, PaError>)Find("Pa_WriteStream");
        GetStreamReadAvailable = (delegate* unmanaged[Cdecl]<nint, CLong>)Find("Pa_GetStreamReadAvailable");
        GetStreamWriteAvailable = (delegate* unmanaged[Cdecl]<nint, CLong>)Find("Pa_GetStreamWriteAvailable");
        JackSetClientName = (delegate* unmanaged[Cdecl]<byte*, PaError>)FindOptional("PaJack_SetClientName");
        AlsaEnableRealtimeScheduling = (delegate* unmanaged[Cdecl]<nint, int, void>)
            FindOptional("PaAlsa_EnableRealtimeScheduling");
    }

    /// <summary>What the library says about an error, with the host API's own words where it has some.</summary>
    public string Explain(PaError error)
    {
        var text = Text(GetErrorText((int)error));
        if (error != PaError.UnanticipatedHostError)
            return text;
        var host = GetLastHostErrorInfo();
        return host == null || host->ErrorText == null ? text : $"{text}: {Text(host->ErrorText)}";
    }

    public static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
