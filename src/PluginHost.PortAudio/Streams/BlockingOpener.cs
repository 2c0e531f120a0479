using System.Numerics;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio.Streams;

/// <summary>Opens blocking streams, within what PortAudio's ring over JACK can do.</summary>
internal static class BlockingOpener
{
    /// <summary>Channels of PortAudio's ring over JACK, whatever was asked (pa_jack.c, BlockingBegin).</summary>
    private const int JackChannels = 2;

    /// <summary>Opens the stream, not yet started.</summary>
    /// <exception cref="AudioDeviceException">Names the device and value that it refused.</exception>
    public static BlockingStream Open(PortAudioInstance instance, StreamRequest request)
    {
        if (request.Input is not { } input || request.Output is null)
            throw new AudioDeviceException("A stream over a native ring needs both an input and an output device.");
        if (input.HostApi != "JACK")
            return new BlockingStream(new StreamOpener(instance, request).Open(default), request, 0);
        if (request.InputChannels > JackChannels || request.OutputChannels > JackChannels)
        {
            throw new AudioDeviceException($"PortAudio's ring over JACK carries {JackChannels} channels; {request.InputChannels} " +
                $"in and {request.OutputChannels} out were asked of JACK device '{input.Name}'.");
        }

        var frames = JackRingFrames(request, input);
        var native = new StreamOpener(instance, request with
        {
            InputChannels = JackChannels,
            OutputChannels = JackChannels,
            LatencyMs = 1000.0 * frames / request.SampleRate,
        }).Open(default);
        return new BlockingStream(native, request, frames);
    }

    /// <summary>
    /// The depth PortAudio will give: at least 32 frames and three periods, rounded up to a power of two. A device's input latency
    /// is a period or more, so that asking for three of them leaves no doubt about the depth.
    /// </summary>
    private static int JackRingFrames(StreamRequest request, AudioDevice input)
    {
        var milliseconds = Math.Max(request.LatencyMs, 3 * input.LowInputLatencyMs);
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(32, Math.Floor(milliseconds * request.SampleRate / 1000)));
    }
}
