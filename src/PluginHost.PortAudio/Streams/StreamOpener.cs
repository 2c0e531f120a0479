using System.Runtime.InteropServices;
using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio.Streams;

/// <summary>What PortAudio calls and with what; null for a blocking stream.</summary>
internal unsafe readonly struct NativeCallback(
    delegate* unmanaged[Cdecl]<float*, float*, CULong, void*, CULong, nint, int> function, nint user)
{
    public readonly delegate* unmanaged[Cdecl]<float*, float*, CULong, void*, CULong, nint, int> Function = function;
    public readonly nint User = user;
}

/// <summary>Checks a request against the devices and opens it, or says exactly what is wrong with it.</summary>
internal sealed unsafe class StreamOpener(PortAudioInstance instance, StreamRequest request)
{
    private static readonly int[] UsualRates = [8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000];

    private readonly PortAudioLibrary _pa = instance.Pa;

    /// <summary>Opens the stream, not yet started.</summary>
    /// <exception cref="AudioDeviceException">Names the device and value at fault.</exception>
    public NativeStream Open(NativeCallback callback) =>
        instance.Run($"opening {Devices()}", () => StderrFilter.Run(() => OpenOnWorker(callback)));

    private NativeStream OpenOnWorker(NativeCallback callback)
    {
        Check();
        var input = Side(request.Input, request.InputChannels, request.Input?.LowInputLatencyMs);
        var output = Side(request.Output, request.OutputChannels, request.Output?.LowOutputLatencyMs);
        var inputSide = request.Input is null ? null : &input;
        var outputSide = request.Output is null ? null : &output;

        var error = _pa.IsFormatSupported(inputSide, outputSide, request.SampleRate);
        if (error != PaError.NoError)
            throw Refused(error, inputSide, outputSide);

        nint stream;
        error = _pa.OpenStream(&stream, inputSide, outputSide, request.SampleRate, new CULong((uint)request.Frames), default,
            callback.Function, callback.User);
        if (error != PaError.NoError)
            throw Refused(error, inputSide, outputSide);

        var hostApi = DeviceList.TypeOf(_pa, (request.Input ?? request.Output)!);
        if (hostApi == PaHostApiType.Alsa && _pa.AlsaEnableRealtimeScheduling != null)
            _pa.AlsaEnableRealtimeScheduling(stream, 1);
        return new NativeStream(instance, stream, hostApi == PaHostApiType.Jack, Devices(), Granted(stream));
    }

    private StreamInfo Granted(nint stream)
    {
        var info = _pa.GetStreamInfo(stream);
        return new StreamInfo((int)Math.Round(info->SampleRate), request.InputChannels, request.OutputChannels, request.Frames,
            (int)Math.Round(info->InputLatency * info->SampleRate), (int)Math.Round(info->OutputLatency * info->SampleRate));
    }

    private PaStreamParameters Side(AudioDevice? device, int channels, double? lowestMs) => new()
    {
        Device = device?.Index ?? -1,
        ChannelCount = channels,
        SampleFormat = new CULong(PortAudioLibrary.Float32),
        SuggestedLatency = (request.LatencyMs > 0 ? request.LatencyMs : lowestMs ?? 0) / 1000,
    };

    private void Check()
    {
        if (request.Input is null && request.Output is null)
            throw new AudioDeviceException("Neither an input nor an output device is given.");
        if (request.SampleRate <= 0)
            throw new AudioDeviceException($"A sample rate of {request.SampleRate} Hz is not possible.");
        if (request.Frames < 0)
            throw new AudioDeviceException($"A block of {request.Frames} frames is not possible.");
        CheckSide("input", request.Input, request.InputChannels, request.Input?.MaxInputChannels ?? 0);
        CheckSide("output", request.Output, request.OutputChannels, request.Output?.MaxOutputChannels ?? 0);
        if (request.Input is { } input && request.Output is { } output && input.HostApi != output.HostApi)
        {
            throw new AudioDeviceException(
                $"{Label(input)} and {Label(output)} cannot be one stream: both must be {input.HostApi} or both {output.HostApi}.");
        }
    }

    private void CheckSide(string side, AudioDevice? device, int channels, int offered)
    {
        if (device is null)
        {
            if (channels != 0)
                throw new AudioDeviceException($"{channels} {side} channels were asked for, but no {side} device.");
            return;
        }

        if (!DeviceList.Knows(_pa, device))
            throw new AudioDeviceException($"{Label(device)} is not there any more.");
        if (channels < 1 || channels > offered)
            throw new AudioDeviceException($"{Label(device)} has {offered} {side} channels; {channels} were asked for.");
    }

    private AudioDeviceException Refused(PaError error, PaStreamParameters* input, PaStreamParameters* output)
    {
        if (error != PaError.InvalidSampleRate)
            return new AudioDeviceException($"{Devices()} cannot be opened at {Format()}: {_pa.Explain(error)}.");
        var offered = new List<int>();
        foreach (var rate in UsualRates)
        {
            if (_pa.IsFormatSupported(input, output, rate) == PaError.NoError)
                offered.Add(rate);
        }

        var offers = offered.Count == 0 ? "" : $"; it offers {string.Join(", ", offered)} Hz";
        return new AudioDeviceException($"{Devices()} does not offer {request.SampleRate} Hz{offers}.");
    }

    private string Format() => $"{request.SampleRate} Hz, {request.InputChannels} in, {request.OutputChannels} out, " +
        (request.Frames == 0 ? "any block size" : $"{request.Frames} frames");

    private string Devices()
    {
        var (input, output) = (request.Input, request.Output);
        if (input is null || output is null || input.Name == output.Name)
            return (input ?? output) is { } one ? Label(one) : "no device";
        return $"{Label(input)} with {Label(output)}";
    }

    private static string Label(AudioDevice device) => $"{device.HostApi} device '{device.Name}'";
}
