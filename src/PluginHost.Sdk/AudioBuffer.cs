using System.Runtime.CompilerServices;

namespace PluginHost.Sdk;

/// <summary>
/// A planar view of one block: <see cref="Channels"/> rows of <see cref="Frames"/> float samples, nominal range -1 to 1.
/// A ref struct, so the compiler forbids keeping it beyond the call it was handed to.
/// </summary>
public readonly ref struct AudioBuffer
{
    private readonly Span<float> _samples;
    private readonly int _stride;
    private readonly int _offset;

    /// <summary>Views <paramref name="samples"/> as rows of <paramref name="stride"/> samples each. [any-thread]</summary>
    /// <param name="samples">At least <c>channels * stride</c> samples; not copied.</param>
    /// <param name="channels">Rows, at least 1.</param>
    /// <param name="frames">Samples of each row in view, 0 to <paramref name="stride"/>.</param>
    /// <param name="stride">Distance between the starts of two rows, in samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape does not fit into the span.</exception>
    public AudioBuffer(Span<float> samples, int channels, int frames, int stride)
        : this(samples, channels, frames, stride, 0)
    {
    }

    private AudioBuffer(Span<float> samples, int channels, int frames, int stride, int offset)
    {
        if (channels < 1 || frames < 0 || offset < 0 || (long)offset + frames > stride
            || (long)channels * stride > samples.Length)
            ThrowShape(channels, frames, stride, samples.Length);
        _samples = samples;
        _stride = stride;
        _offset = offset;
        Channels = channels;
        Frames = frames;
    }

    /// <summary>Gets the number of channels, at least 1. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Gets the number of frames in view. [any-thread]</summary>
    public int Frames { get; }

    /// <summary>Gets the samples of one channel, <see cref="Frames"/> long. [any-thread]</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public Span<float> this[int channel]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)channel >= (uint)Channels)
                ThrowChannel(channel);
            return _samples.Slice((channel * _stride) + _offset, Frames);
        }
    }

    /// <summary>Gets a view of a part of this block; shares the samples. [any-thread]</summary>
    /// <param name="start">First frame, 0 to <see cref="Frames"/>.</param>
    /// <param name="frames">Length, at most <see cref="Frames"/> - <paramref name="start"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond this block.</exception>
    public AudioBuffer Slice(int start, int frames)
    {
        if ((uint)start > (uint)Frames || (uint)frames > (uint)(Frames - start))
            ThrowShape(Channels, frames, Frames, start);
        return new AudioBuffer(_samples, Channels, frames, _stride, _offset + start);
    }

    /// <summary>Sets every sample in view to 0. [any-thread]</summary>
    public void Clear()
    {
        for (int channel = 0; channel < Channels; channel++)
            this[channel].Clear();
    }

    /// <summary>Copies the samples in view. [any-thread]</summary>
    /// <param name="destination">Same number of channels, at least as many frames; must not overlap partly.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyTo(AudioBuffer destination)
    {
        if (destination.Channels != Channels || destination.Frames < Frames)
            throw new ArgumentException($"Cannot copy {Channels} x {Frames} into {destination.Channels} x {destination.Frames}.",
                nameof(destination));
        for (int channel = 0; channel < Channels; channel++)
            this[channel].CopyTo(destination[channel]);
    }

    private static void ThrowShape(int channels, int frames, int stride, int length) =>
        throw new ArgumentOutOfRangeException(nameof(frames),
            $"{channels} channels x {frames} frames (stride {stride}) do not fit (given {length}).");

    private static void ThrowChannel(int channel) =>
        throw new ArgumentOutOfRangeException(nameof(channel), channel, "No such channel.");
}
