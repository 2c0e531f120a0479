using System.Runtime.InteropServices;

namespace PluginHost.PortAudio.Native;

/// <summary><c>PaDeviceInfo</c> of portaudio.h, struct version 2. Times are in seconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PaDeviceInfo
{
    public int StructVersion;
    public byte* Name;
    public int HostApi;
    public int MaxInputChannels;
    public int MaxOutputChannels;
    public double DefaultLowInputLatency;
    public double DefaultLowOutputLatency;
    public double DefaultHighInputLatency;
    public double DefaultHighOutputLatency;
    public double DefaultSampleRate;
}

/// <summary><c>PaHostApiInfo</c> of portaudio.h, struct version 1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PaHostApiInfo
{
    public int StructVersion;
    public PaHostApiType Type;
    public byte* Name;
    public int DeviceCount;
    public int DefaultInputDevice;
    public int DefaultOutputDevice;
}

/// <summary><c>PaStreamParameters</c> of portaudio.h: one direction of a stream.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PaStreamParameters
{
    public int Device;
    public int ChannelCount;
    public CULong SampleFormat;
    public double SuggestedLatency;
    public void* HostApiSpecificStreamInfo;
}

/// <summary><c>PaStreamInfo</c> of portaudio.h, struct version 1. Times are in seconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaStreamInfo
{
    public int StructVersion;
    public double InputLatency;
    public double OutputLatency;
    public double SampleRate;
}

/// <summary><c>PaHostErrorInfo</c> of portaudio.h: what the host API itself said.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PaHostErrorInfo
{
    public PaHostApiType HostApiType;
    public CLong ErrorCode;
    public byte* ErrorText;
}

/// <summary><c>PaHostApiTypeId</c>: the host APIs that need a word of their own.</summary>
internal enum PaHostApiType
{
    CoreAudio = 5,
    Alsa = 8,
    Jack = 12,
    Wasapi = 13,
}

/// <summary><c>PaErrorCode</c>: the codes that are told apart here.</summary>
internal enum PaError
{
    NoError = 0,
    UnanticipatedHostError = -9999,
    InvalidChannelCount = -9998,
    InvalidSampleRate = -9997,
    DeviceUnavailable = -9985,
    InputOverflowed = -9981,
    OutputUnderflowed = -9980,
}
