using PluginHost.Dsp.Fourier;

namespace PluginHost.Dsp.Spectra;

/// <summary>
/// A stream taken apart into short-time spectra, changed there, and put together again by overlap-add. With spectra left
/// as they are, what comes out is what went in, <see cref="LatencyFrames"/> later.
/// </summary>
/// <remarks>
/// The owner cuts a block where a hop ends, and what comes out does not depend on how the stream was cut:
/// <code>
/// for (int done = 0, run; done &lt; frames; done += run)
/// {
///     run = Math.Min(stft.FramesToHop, frames - done);
///     for (int channel = 0; channel &lt; channels; channel++)
///         stft.Exchange(channel, block[channel].Slice(done, run));
///     stft.Advance(run, editor);
/// }
/// </code>
/// Allen, "Short term spectral analysis, synthesis, and modification by discrete Fourier transform", 1977; with windows
/// of two shapes for low latency, see <see cref="WindowPair.LowDelay"/>.
/// </remarks>
public sealed class Stft
{
    private readonly StftAnalyzer _analyzer;
    private readonly float[] _window;
    private readonly SampleRing[] _sums;
    private readonly PinnedFloats _piece;
    private int _oldest;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="fft">The transform, which may be shared.</param>
    /// <param name="windows">Windows as long as the transform, and the hop.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <exception cref="ArgumentException">The windows are not as long as the transform.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than one channel.</exception>
    /// <exception cref="ArgumentNullException">There is no transform or no window.</exception>
    public Stft(RealFft fft, WindowPair windows, int channels)
    {
        ArgumentNullException.ThrowIfNull(fft);
        ArgumentNullException.ThrowIfNull(windows);
        _analyzer = new StftAnalyzer(fft, windows.Analysis, windows.Hop, channels);
        LatencyFrames = windows.LatencyFrames;
        _window = windows.Synthesis[^LatencyFrames..].ToArray();
        _sums = [.. Enumerable.Range(0, channels).Select(_ => new SampleRing(LatencyFrames))];
        _piece = new PinnedFloats(fft.Length);
    }

    /// <summary>Gets the frames by which the output is late; constant. [any-thread]</summary>
    public int LatencyFrames { get; }

    /// <summary>Gets the frames until the next spectrum is due, at least 1. [audio-thread]</summary>
    public int FramesToHop => _analyzer.FramesToHop;

    /// <summary>Gets the spectra of the last hop, as they were changed; silence before the first. [audio-thread]</summary>
    public ChannelSpectra Spectra => _analyzer.Spectra;

    /// <summary>Runs one hop of silence and resets. A warm-up of some blocks may not reach the end of a hop, and its code
    /// would then be compiled on the audio thread. [control-thread]</summary>
    /// <param name="editor">The editor to warm up with it; its state is its own matter.</param>
    public void WarmUp(ISpectrumEditor editor)
    {
        Reset();
        float[] silence = new float[FramesToHop];
        for (int channel = 0; channel < _sums.Length; channel++)
            Exchange(channel, silence);
        Advance(silence.Length, editor);
        Reset();
    }

    /// <summary>Forgets the signal and starts a hop. [audio-thread]</summary>
    public void Reset()
    {
        _analyzer.Reset();
        foreach (SampleRing sum in _sums)
            sum.Reset();
        _oldest = 0;
    }

    /// <summary>Takes what comes next in one channel and puts in its place what went in <see cref="LatencyFrames"/>
    /// before. Does not allocate. [audio-thread]</summary>
    /// <param name="channel">0 to the number of channels - 1; each once before <see cref="Advance"/>.</param>
    /// <param name="samples">As many in each channel, at most <see cref="FramesToHop"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More samples than that.</exception>
    public void Exchange(int channel, Span<float> samples)
    {
        _analyzer.Write(channel, samples);
        _sums[channel].Take(samples, _oldest);
    }

    /// <summary>Moves on; at the end of a hop, has the spectra of all channels changed and puts them together. Does not
    /// allocate. [audio-thread]</summary>
    /// <param name="frames">The frames that were exchanged in each channel.</param>
    /// <param name="editor">Called once if a hop ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than none, or more than were asked for.</exception>
    public void Advance(int frames, ISpectrumEditor editor)
    {
        bool ended = _analyzer.Advance(frames);
        _oldest = (_oldest + frames) % LatencyFrames;
        if (ended)
            Synthesize(editor);
    }

    private void Synthesize(ISpectrumEditor editor)
    {
        editor.Edit(Spectra);
        ReadOnlySpan<float> end = _piece.Span[^LatencyFrames..];
        for (int channel = 0; channel < _sums.Length; channel++)
        {
            _analyzer.Fft.Inverse(Spectra.Real(channel), Spectra.Imaginary(channel), _piece.Span, _analyzer.Scratch);
            _sums[channel].Add(end, _window, _oldest);
        }
    }
}
