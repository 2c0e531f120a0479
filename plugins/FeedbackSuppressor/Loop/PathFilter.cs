using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>Convolves what was sent with a path, a step at a time.</summary>
/// <remarks>Uniform partitions of one step: T. G. Stockham, "High-speed convolution and correlation", 1966. New taps take over within a step.
/// The loop is never shorter than a step of the canceller: what a path makes of one step is due at the microphone in the next.</remarks>
internal sealed class PathFilter
{
    private readonly int _step;
    private readonly int _most;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;

    // The newest is the first of a row of spectra that lie in memory one after another; each is written twice, so that no row is cut.
    private readonly SpectrumRow _signal;
    private readonly Spectrum _spectrum;
    private readonly float[] _samples;
    private readonly float[] _next;
    private readonly float[] _coming;
    private SpectrumRow _taps;
    private SpectrumRow _newTaps;
    private int _partitions;
    private int _newPartitions;
    private int _head;
    private bool _isNew;

    /// <summary>Makes one that predicts silence. Allocates. [control-thread]</summary>
    /// <param name="step">Frames of a step.</param>
    /// <param name="mostTaps">The most taps, whole steps.</param>
    public PathFilter(int step, int mostTaps)
    {
        _step = step;
        _most = mostTaps / step;
        _fft = new RealFft(2 * step);
        _scratch = new FftScratch(_fft);
        _signal = new SpectrumRow(2 * _most, _fft.Bins);
        _taps = new SpectrumRow(_most, _fft.Bins);
        _newTaps = new SpectrumRow(_most, _fft.Bins);
        _spectrum = new Spectrum(_fft.Bins);
        _samples = new float[2 * step];
        _next = new float[2 * step];
        _coming = new float[step];
    }

    public void Reset()
    {
        _signal.Clear();
        Array.Clear(_samples);
        _partitions = _head = 0;
        _isNew = false;
    }

    /// <summary>Sets the taps, to be crossfaded to in the next step. [audio-thread]</summary>
    /// <param name="taps">A path.</param>
    /// <param name="gain">A factor on them.</param>
    public void Use(ReadOnlySpan<float> taps, float gain)
    {
        _newPartitions = Math.Min(_most, taps.Length / _step);
        for (int p = 0; p < _newPartitions; p++)
        {
            for (int i = 0; i < _step; i++)
                _next[i] = taps[(p * _step) + i] * gain;
            Array.Clear(_next, _step, _step);
            _fft.Forward(_next, _spectrum.Re, _spectrum.Im, _scratch);
            _newTaps.Put(p, _spectrum);
        }
        _isNew = true;
    }

    /// <summary>Takes a step of what was sent, and computes what the path makes of it and of all before. [audio-thread]</summary>
    public void Predict(ReadOnlySpan<float> sent, Span<float> prediction)
    {
        _samples.AsSpan(_step).CopyTo(_samples);
        sent.CopyTo(_samples.AsSpan(_step));
        _head = (_head + _most - 1) % _most;
        _fft.Forward(_samples, _spectrum.Re, _spectrum.Im, _scratch);
        _signal.Put(_head, _spectrum);
        _signal.Put(_head + _most, _spectrum);
        Convolve(_taps, _partitions, prediction);
        if (!_isNew)
            return;
        Convolve(_newTaps, _newPartitions, _coming);
        for (int i = 0; i < _step; i++)
            prediction[i] += (i + 0.5f) / _step * (_coming[i] - prediction[i]);
        (_taps, _newTaps) = (_newTaps, _taps);
        _partitions = _newPartitions;
        _isNew = false;
    }

    private void Convolve(SpectrumRow taps, int partitions, Span<float> result)
    {
        if (partitions == 0)
        {
            result.Clear();
            return;
        }
        SpectrumRow.MultiplySum(_signal, _head, taps, partitions, _spectrum);
        _fft.Inverse(_spectrum.Re, _spectrum.Im, _next, _scratch);
        _next.AsSpan(_step, _step).CopyTo(result);
    }
}
