namespace PluginHost.Engine.Drivers;

/// <summary>A way to reach sound devices: PortAudio, or the virtual device. Called by one control thread at a time.</summary>
public interface IAudioBackend : IDisposable
{
    /// <summary>Gets the name for messages and statistics, e.g. <c>PortAudio V19.6.0</c>. [any-thread]</summary>
    string Name { get; }

    /// <summary>Lists the devices that are there now. [control-thread]</summary>
    /// <returns>Every device of every host API; empty when there is none. Allocates.</returns>
    IReadOnlyList<AudioDevice> ListDevices();

    /// <summary>Looks anew for devices that came or went. No stream of this backend may be open. [control-thread]</summary>
    void Rescan();

    /// <summary>Opens a stream that calls back for every block; not yet started. [control-thread]</summary>
    /// <param name="request">Devices and format.</param>
    /// <param name="callback">Called on the device's thread between <see cref="IDeviceStream.Start"/> and Stop.</param>
    /// <returns>The stream, with what the device really granted.</returns>
    /// <exception cref="AudioDeviceException">Names the device and value that it refused.</exception>
    IDeviceStream Open(in StreamRequest request, IStreamCallback callback);

    /// <summary>Opens a full-duplex stream that is read and written by a thread of ours, over a native ring. [control-thread]</summary>
    /// <param name="request">Devices and format; <see cref="StreamRequest.LatencyMs"/> is the depth of the native ring.</param>
    /// <returns>The stream, not yet started. <see cref="StreamRequest.Frames"/> is how much will be read and written at a time.</returns>
    /// <exception cref="AudioDeviceException">Names the device and value that it refused.</exception>
    IBlockingStream OpenBlocking(in StreamRequest request);
}

/// <summary>An open stream of a device, or of an input and an output device in step.</summary>
public interface IDeviceStream : IDisposable
{
    /// <summary>Gets what the device granted. [any-thread]</summary>
    StreamInfo Info { get; }

    /// <summary>Gets whether the device still runs this stream; false after it was lost. [any-thread]</summary>
    bool IsActive { get; }

    /// <summary>Gets whether it came to its end by itself, as a device that plays a file does; then nothing was lost. [any-thread]</summary>
    bool HasEnded => false;

    /// <summary>Starts calling back. [control-thread]</summary>
    /// <exception cref="AudioDeviceException">The device refused.</exception>
    void Start();

    /// <summary>Stops; when it returns, no callback runs any more, unless one never returns: then it gives up after 1 s. [control-thread]</summary>
    void Stop();
}

/// <summary>
/// A full-duplex stream over a native ring; <see cref="Read"/> and <see cref="Write"/> wait for the device.
/// <see cref="IDeviceStream.Start"/> leaves the output ring full of silence, and its depth is part of
/// <see cref="StreamInfo.OutputLatencyFrames"/>.
/// </summary>
public interface IBlockingStream : IDeviceStream
{
    /// <summary>Waits for and takes one block of input. [DSP thread]</summary>
    /// <param name="interleaved">Frames x input channels; filled whole.</param>
    /// <returns><see cref="StreamFlags.InputOverflow"/> if input was lost before it.</returns>
    /// <exception cref="AudioDeviceException">The device is gone.</exception>
    StreamFlags Read(Span<float> interleaved);

    /// <summary>Waits for room for and hands over one block of output. [DSP thread]</summary>
    /// <param name="interleaved">Frames x output channels.</param>
    /// <returns><see cref="StreamFlags.OutputUnderflow"/> if the device ran dry before it.</returns>
    /// <exception cref="AudioDeviceException">The device is gone.</exception>
    StreamFlags Write(ReadOnlySpan<float> interleaved);
}

/// <summary>The host's end of a callback stream.</summary>
public interface IStreamCallback
{
    /// <summary>
    /// Gets whether a block could be taken now without loss. A device clock never asks; a freewheeling (faster than real time)
    /// device waits until it is true. [audio-thread]
    /// </summary>
    bool IsReady => true;

    /// <summary>Takes one block in and gives one block out. Never throws, allocates, locks or waits. [audio-thread]</summary>
    /// <param name="input">Interleaved, frames x input channels; empty for an output-only stream.</param>
    /// <param name="output">Interleaved, frames x output channels, to be filled whole; empty for an input-only stream.</param>
    /// <param name="frames">Frames in this block, at least 1; may differ from call to call.</param>
    /// <param name="flags">What the device says it lost since the last call.</param>
    void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags);
}
