using PluginHost.Engine.Rings;

namespace PluginHost.Engine.Drivers.Virtual;

/// <summary>
/// What native code does behind a blocking stream: two rings of a fixed depth between the device and whoever reads and writes. The
/// one for output starts full of silence.
/// </summary>
internal sealed class NativeRing : IStreamCallback, IDisposable
{
    private readonly int _depth;
    private readonly int _period;
    private readonly int _inputChannels;
    private readonly int _outputChannels;
    private readonly SpscRing<float> _input;
    private readonly SpscRing<float> _output;
    private readonly IBlockSignal _moved;
    private int _flags;

    public NativeRing(int depth, int period, int inputChannels, int outputChannels, IBlockSignal moved)
    {
        (_depth, _period, _inputChannels, _outputChannels, _moved) = (depth, period, inputChannels, outputChannels, moved);
        _input = new SpscRing<float>(depth * inputChannels);
        _output = new SpscRing<float>(depth * outputChannels);
        _output.TryWrite(new float[depth * outputChannels]);
    }

    /// <inheritdoc/>
    public bool IsReady =>
        (_input.Count / _inputChannels) + _period <= _depth && _output.Count / _outputChannels >= _period;

    /// <inheritdoc/>
    public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags)
    {
        if ((_input.Count / _inputChannels) + frames > _depth || !_input.TryWrite(input))
            flags |= StreamFlags.InputOverflow;
        int played = _output.Read(output);
        output[played..].Clear();
        if (played < output.Length)
            flags |= StreamFlags.OutputUnderflow;
        if (flags != StreamFlags.None)
            Interlocked.Or(ref _flags, (int)flags);
        _moved.Post();
    }

    /// <summary>Takes input if there is so much. [DSP thread]</summary>
    public bool TryRead(Span<float> interleaved) => _input.TryRead(interleaved);

    /// <summary>Puts output in if there is room. [DSP thread]</summary>
    public bool TryWrite(ReadOnlySpan<float> interleaved) =>
        (_output.Count + interleaved.Length) / _outputChannels <= _depth && _output.TryWrite(interleaved);

    /// <summary>Takes the flags of one direction since the last call. [DSP thread]</summary>
    public StreamFlags TakeFlags(StreamFlags mask) => (StreamFlags)Interlocked.And(ref _flags, ~(int)mask) & mask;

    /// <summary>Waits until the device took and gave a block. [DSP thread]</summary>
    public void Wait(int timeoutMs) => _moved.Wait(timeoutMs);

    public void Dispose() => _moved.Dispose();
}
