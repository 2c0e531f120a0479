using System.Numerics;
using PluginHost.Sdk;

namespace PluginHost.Engine.Chains;

/// <summary>Remembers a slot's input so that it can be heard in place of its output, delayed by the same latency.</summary>
internal sealed class DryLine
{
    private readonly float[] _samples;
    private readonly int _rowLength;
    private readonly int _mask;
    private int _position;

    /// <summary>Allocates the line. [control-thread]</summary>
    /// <param name="channels">Rows.</param>
    /// <param name="maxFrames">Largest block.</param>
    /// <param name="maxLatency">Largest delay, in frames.</param>
    public DryLine(int channels, int maxFrames, int maxLatency)
    {
        // One frame more than the longest look back: a fade starts from the frame before the block.
        _rowLength = (int)BitOperations.RoundUpToPowerOf2((uint)(maxFrames + maxLatency + 1));
        _mask = _rowLength - 1;
        _samples = new float[channels * _rowLength];
    }

    /// <summary>Remembers a block. [audio-thread]</summary>
    /// <param name="audio">The slot's input.</param>
    public void Write(in AudioBuffer audio)
    {
        int first = Math.Min(audio.Frames, _rowLength - _position);
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            ReadOnlySpan<float> samples = audio[channel];
            int row = channel * _rowLength;
            samples[..first].CopyTo(_samples.AsSpan(row + _position));
            if (first < samples.Length)
                samples[first..].CopyTo(_samples.AsSpan(row));
        }
        _position = (_position + audio.Frames) & _mask;
    }

    /// <summary>Gives the block written last, as it was some frames earlier. [audio-thread]</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="latency">How much earlier, in frames.</param>
    /// <param name="destination">As long as that block.</param>
    public void Read(int channel, int latency, Span<float> destination)
    {
        int start = (_position - destination.Length - latency) & _mask;
        int first = Math.Min(destination.Length, _rowLength - start);
        ReadOnlySpan<float> row = Row(channel);
        row.Slice(start, first).CopyTo(destination);
        row[..(destination.Length - first)].CopyTo(destination[first..]);
    }

    /// <summary>Gives the sample before the block written last, some frames earlier. [audio-thread]</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="latency">How much earlier, in frames.</param>
    /// <param name="blockFrames">Frames of the block written last.</param>
    /// <returns>The sample.</returns>
    public float Before(int channel, int latency, int blockFrames) =>
        Row(channel)[(_position - blockFrames - latency - 1) & _mask];

    /// <summary>Forgets everything. [audio-thread]</summary>
    public void Clear() => _samples.AsSpan().Clear();

    private Span<float> Row(int channel) => _samples.AsSpan(channel * _rowLength, _rowLength);
}
