using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Spectra;

/// <summary>The spectra of all channels at one instant, real and imaginary parts apart.</summary>
public sealed class ChannelSpectra
{
    private readonly PinnedFloats _floats;
    private readonly int _stride;

    internal ChannelSpectra(int channels, int bins)
    {
        Channels = channels;
        Bins = bins;
        // Each at the start of a cache line.
        _stride = (bins + 15) & ~15;
        _floats = new PinnedFloats(2 * channels * _stride);
    }

    /// <summary>Gets the channels. [any-thread]</summary>
    public int Channels { get; }

    /// <summary>Gets the bins of a spectrum: half the length of the transform, and 1. [any-thread]</summary>
    public int Bins { get; }

    /// <summary>Gets the real parts of a channel. [audio-thread]</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <returns><see cref="Bins"/> values, to read and to change.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public Span<float> Real(int channel) => At(2 * channel);

    /// <summary>Gets the imaginary parts of a channel. [audio-thread]</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <returns><see cref="Bins"/> values, to read and to change; the first and last are 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public Span<float> Imaginary(int channel) => At((2 * channel) + 1);

    internal void Clear() => _floats.Span.Clear();

    private Span<float> At(int index) => (uint)index < (uint)(2 * Channels)
        ? _floats.Span.Slice(index * _stride, Bins)
        : throw new ArgumentOutOfRangeException(nameof(index), index / 2, $"There are {Channels} channels.");
}
