using System.Runtime.InteropServices;
using PluginHost.Engine;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Rendering;

/// <summary>
/// Raw sound through an engine: 32 bit float, little-endian, interleaved; one block in, one block out, at once. Nothing is
/// trimmed: the output lags by the chain's latency.
/// </summary>
public sealed class PipeRunner
{
    private readonly AudioEngine _engine;
    private readonly IAudioThread _thread;
    private readonly int _frameBytes;
    private readonly float[] _input;
    private readonly float[] _output;

    /// <summary>Allocates for an engine. [control-thread]</summary>
    /// <param name="engine">Its channels are those of the streams; the caller keeps owning it.</param>
    /// <param name="blockFrames">Frames of every block but the last, 1 to <see cref="AudioFormat.LargestBlock"/>.</param>
    /// <param name="thread">Makes the calling thread flush denormals as the live one does; plain .NET when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block is out of range.</exception>
    public PipeRunner(AudioEngine engine, int blockFrames, IAudioThread? thread = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (blockFrames is < 1 or > AudioFormat.LargestBlock)
            throw new ArgumentOutOfRangeException(nameof(blockFrames), blockFrames,
                $"block is {blockFrames}, but must be 1 to {AudioFormat.LargestBlock} frames.");
        (_engine, _thread) = (engine, thread ?? PortableAudioThread.Instance);
        _frameBytes = sizeof(float) * engine.Format.Channels;
        _input = new float[blockFrames * engine.Format.Channels];
        _output = new float[_input.Length];
    }

    /// <summary>Gets the samples of the input that were infinite or no number, and became 0. [control-thread]</summary>
    public long NonFiniteSamples { get; private set; }

    /// <summary>Runs until the input ends or nobody takes the output. Allocates nothing per block. [DSP thread]</summary>
    /// <param name="input">Read block by block.</param>
    /// <param name="output">Written and flushed block by block.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <returns>Frames that were written.</returns>
    /// <exception cref="InvalidDataException">The input ended within a frame; the whole frames before it were written.</exception>
    /// <exception cref="IOException">Reading failed, or writing for another reason than that the reader has gone.</exception>
    public long Run(Stream input, Stream output, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        _thread.Enter(ours: false);
        Span<byte> inputBytes = MemoryMarshal.AsBytes(_input.AsSpan());
        long frames = 0;
        while (!cancellation.IsCancellationRequested)
        {
            int bytes = input.ReadAtLeast(inputBytes, inputBytes.Length, throwOnEndOfStream: false);
            int block = bytes / _frameBytes;
            if (block > 0 && !TryWrite(output, Process(block)))
                return frames;
            frames += block;
            if (bytes % _frameBytes is > 0 and int rest)
                throw new InvalidDataException($"The input ended with {rest} bytes behind frame {frames}, "
                    + $"but a frame has {_frameBytes} bytes ({_engine.Format.Channels} x 32 bit float).");
            if (bytes < inputBytes.Length)
                return frames;
        }
        return frames;
    }

    private static bool TryWrite(Stream output, ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            output.Flush();
            return true;
        }
        catch (IOException error) when (IsBrokenPipe(error))
        {
            return false;
        }
    }

    // EPIPE is 32 on every Unix, which .NET hands through; Windows says ERROR_BROKEN_PIPE or ERROR_NO_DATA.
    private static bool IsBrokenPipe(IOException error) =>
        error.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    private ReadOnlySpan<byte> Process(int frames)
    {
        int channels = _engine.Format.Channels;
        Span<float> input = _input.AsSpan(0, frames * channels);
        Span<float> output = _output.AsSpan(0, input.Length);
        SwapUnlessLittleEndian(input);
        NonFiniteSamples += FiniteSamples.Clean(input);
        _engine.Process(input, channels, output, channels, frames);
        SwapUnlessLittleEndian(output);
        return MemoryMarshal.AsBytes(output);
    }

    private static void SwapUnlessLittleEndian(Span<float> samples)
    {
        if (BitConverter.IsLittleEndian)
            return;
        Span<int> words = MemoryMarshal.Cast<float, int>(samples);
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
    }
}
