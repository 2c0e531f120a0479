namespace PluginHost.Engine.Drivers;

/// <summary>What to open.</summary>
/// <param name="Input">Input device, or null for none.</param>
/// <param name="Output">Output device, or null for none; may be the same as the input.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="InputChannels">Channels to take, 0 when there is no input.</param>
/// <param name="OutputChannels">Channels to give, 0 when there is no output.</param>
/// <param name="Frames">Block size to ask the device for; 0 lets the device choose, which saves a buffer.</param>
/// <param name="LatencyMs">Latency to suggest to the device; 0 for its lowest.</param>
public readonly record struct StreamRequest(
    AudioDevice? Input, AudioDevice? Output, int SampleRate, int InputChannels, int OutputChannels, int Frames = 0,
    double LatencyMs = 0);

/// <summary>What a device granted.</summary>
/// <param name="SampleRate">In Hz.</param>
/// <param name="InputChannels">Channels of every input block.</param>
/// <param name="OutputChannels">Channels of every output block.</param>
/// <param name="PeriodFrames">Usual frames of a block, 0 when the device does not say before it runs.</param>
/// <param name="InputLatencyFrames">From the microphone to the callback, as reported by the device.</param>
/// <param name="OutputLatencyFrames">From the callback to the loudspeaker, as reported by the device.</param>
public readonly record struct StreamInfo(
    int SampleRate, int InputChannels, int OutputChannels, int PeriodFrames, int InputLatencyFrames, int OutputLatencyFrames);

/// <summary>A sound device as one host API offers it.</summary>
/// <param name="Index">The backend's number; changes with every rescan.</param>
/// <param name="Name">The device's name.</param>
/// <param name="HostApi">ALSA, JACK, virtual, ...</param>
/// <param name="MaxInputChannels">0 for none.</param>
/// <param name="MaxOutputChannels">0 for none.</param>
/// <param name="DefaultSampleRate">In Hz.</param>
/// <param name="LowInputLatencyMs">The least it claims.</param>
/// <param name="LowOutputLatencyMs">The least it claims.</param>
/// <param name="IsDefaultInput">Whether the system prefers it for input.</param>
/// <param name="IsDefaultOutput">Whether the system prefers it for output.</param>
public sealed record AudioDevice(
    int Index, string Name, string HostApi, int MaxInputChannels, int MaxOutputChannels, int DefaultSampleRate,
    double LowInputLatencyMs, double LowOutputLatencyMs, bool IsDefaultInput, bool IsDefaultOutput);

/// <summary>What a device says it lost.</summary>
[Flags]
public enum StreamFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Silence was put in for input that did not come.</summary>
    InputUnderflow = 1,

    /// <summary>Input was thrown away because nobody took it in time.</summary>
    InputOverflow = 2,

    /// <summary>The output ran dry: a gap was heard.</summary>
    OutputUnderflow = 4,

    /// <summary>Output was thrown away.</summary>
    OutputOverflow = 8,

    /// <summary>Our own ring had no block for the device: it played silence.</summary>
    RingEmpty = 16,

    /// <summary>Our own ring had no room for the device's input: a block was thrown away.</summary>
    RingFull = 32,
}

/// <summary>A device refused or went away; the message names the device and the value at fault.</summary>
public sealed class AudioDeviceException : Exception
{
    /// <summary>Creates it without a message.</summary>
    public AudioDeviceException()
    {
    }

    /// <summary>Creates it with a message for the user.</summary>
    /// <param name="message">One line that names the device and the value at fault.</param>
    public AudioDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message for the user and what led to it.</summary>
    /// <param name="message">One line that names the device and the value at fault.</param>
    /// <param name="innerException">The cause.</param>
    public AudioDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
