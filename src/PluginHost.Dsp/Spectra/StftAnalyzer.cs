using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Spectra;

/// <summary>
/// Short-time spectra of a stream that is only looked at: every hop, those of the last samples. What is heard does not
/// pass through here, so nothing is late.
/// </summary>
/// <remarks>
/// The owner cuts a block where a hop ends: it writes at most <see cref="FramesToHop"/> frames of each channel, then
/// calls <see cref="Advance"/>. The spectra do not depend on how the stream is cut. Before the first frame was silence.
/// </remarks>
public sealed class StftAnalyzer
{
    private readonly float[] _window;
    private readonly SampleRing[] _rings;
    private readonly PinnedFloats _windowed;
    private int _oldest;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="fft">The transform, which may be shared.</param>
    /// <param name="window">As many samples as the transform has; copied.</param>
    /// <param name="hop">Frames from one spectrum to the next, 1 to the length of the transform.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <exception cref="ArgumentException">The window is not as long as the transform.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hop or the number of channels is out of range.</exception>
    /// <exception cref="ArgumentNullException">There is no transform.</exception>
    public StftAnalyzer(RealFft fft, ReadOnlySpan<float> window, int hop, int channels)
    {
        ArgumentNullException.ThrowIfNull(fft);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (window.Length != fft.Length)
            throw new ArgumentException($"A window of {window.Length} samples for a transform of {fft.Length}.");
        if (hop < 1 || hop > fft.Length)
            throw new ArgumentOutOfRangeException(nameof(hop), hop, $"1 to {fft.Length}.");
        Fft = fft;
        Scratch = new FftScratch(fft);
        Hop = FramesToHop = hop;
        Spectra = new ChannelSpectra(channels, fft.Bins);
        _window = window.ToArray();
        _rings = [.. Enumerable.Range(0, channels).Select(_ => new SampleRing(fft.Length))];
        _windowed = new PinnedFloats(fft.Length);
    }

    /// <summary>Gets the frames from one spectrum to the next. [any-thread]</summary>
    public int Hop { get; }

    /// <summary>Gets the frames until the next spectrum is due, 1 to <see cref="Hop"/>. [audio-thread]</summary>
    public int FramesToHop { get; private set; }

    /// <summary>Gets the spectra of the last hop; silence before the first. [audio-thread]</summary>
    public ChannelSpectra Spectra { get; }

    internal RealFft Fft { get; }

    internal FftScratch Scratch { get; }

    /// <summary>Forgets the signal and starts a hop. [audio-thread]</summary>
    public void Reset()
    {
        foreach (SampleRing ring in _rings)
            ring.Reset();
        Spectra.Clear();
        _oldest = 0;
        FramesToHop = Hop;
    }

    /// <summary>Takes what comes next in one channel. Does not allocate. [audio-thread]</summary>
    /// <param name="channel">0 to the number of channels - 1; each once before <see cref="Advance"/>.</param>
    /// <param name="samples">As many in each channel, at most <see cref="FramesToHop"/>; kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">More samples than that.</exception>
    public void Write(int channel, ReadOnlySpan<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Length, FramesToHop);
        _rings[channel].Write(samples, _oldest);
    }

    /// <summary>Moves on; at the end of a hop, computes the spectra of all channels. Does not allocate.
    /// [audio-thread]</summary>
    /// <param name="frames">The frames that were written to each channel.</param>
    /// <returns>Whether the spectra are new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than none, or more than were asked for.</exception>
    public bool Advance(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, FramesToHop);
        _oldest = (_oldest + frames) % Fft.Length;
        FramesToHop -= frames;
        if (FramesToHop > 0)
            return false;
        FramesToHop = Hop;
        for (int channel = 0; channel < _rings.Length; channel++)
        {
            _rings[channel].Multiply(_window, _windowed.Span, _oldest);
            Fft.Forward(_windowed.Span, Spectra.Real(channel), Spectra.Imaginary(channel), Scratch);
        }
        return true;
    }
}
