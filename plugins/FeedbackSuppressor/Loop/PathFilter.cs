using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Loop;

/// <summary>Predicts a step of the feedback from what was sent up to the step before.</summary>
/// <remarks>Uniform partitions of one step: T. G. Stockham, "High-speed convolution and correlation", 1966; the loop is
/// never shorter than a step, so that nothing has to be computed directly. New taps take over within a step.</remarks>
internal sealed class PathFilter
{
    private readonly int _step;
    private readonly int _most;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly Spectrum[] _signal;
    private readonly Spectrum _sum;
    private readonly float[] _samples;
    private readonly float[] _next;
    private Spectrum[] _taps;
    private Spectrum[] _newTaps;
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
        _signal = Spectrum.Many(_most, _fft.Bins);
        _taps = Spectrum.Many(_most, _fft.Bins);
        _newTaps = Spectrum.Many(_most, _fft.Bins);
        _sum = new Spectrum(_fft.Bins);
        _samples = new float[2 * step];
        _next = new float[2 * step];
    }

    public void Reset()
    {
        foreach (Spectrum spectrum in _signal)
            spectrum.Clear();
        Array.Clear(_samples);
        _partitions = _head = 0;
        _isNew = false;
    }

    /// <summary>Sets the taps, to be crossfaded to in the next step. [audio-thread]</summary>
    /// <param name="taps">The first has a lag of one step against the prediction.</param>
    /// <param name="gain">A factor on them.</param>
    public void Use(ReadOnlySpan<float> taps, float gain)
    {
        _newPartitions = Math.Min(_most, taps.Length / _step);
        for (int p = 0; p < _newPartitions; p++)
        {
            for (int i = 0; i < _step; i++)
                _next[i] = taps[(p * _step) + i] * gain;
            Array.Clear(_next, _step, _step);
            _fft.Forward(_next, _newTaps[p].Re, _newTaps[p].Im, _scratch);
        }
        _isNew = true;
    }

    /// <summary>Takes a step of what was sent and predicts the next step of what comes back. [audio-thread]</summary>
    public void Predict(ReadOnlySpan<float> sent, Span<float> prediction)
    {
        _samples.AsSpan(_step).CopyTo(_samples);
        sent.CopyTo(_samples.AsSpan(_step));
        _head = (_head + _most - 1) % _most;
        _fft.Forward(_samples, _signal[_head].Re, _signal[_head].Im, _scratch);
        Convolve(_taps, _partitions, prediction);
        if (!_isNew)
            return;
        Span<float> coming = stackalloc float[_step];
        Convolve(_newTaps, _newPartitions, coming);
        for (int i = 0; i < _step; i++)
            prediction[i] += (i + 0.5f) / _step * (coming[i] - prediction[i]);
        (_taps, _newTaps) = (_newTaps, _taps);
        _partitions = _newPartitions;
        _isNew = false;
    }

    // The spans are as long as each other: the bounds are left out, for there are hundreds of short ones in a step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(in Spectrum a, in Spectrum b, Span<Vector<float>> re, Span<Vector<float>> im)
    {
        ref Vector<float> ar = ref First(a.Re), ai = ref First(a.Im), br = ref First(b.Re), bi = ref First(b.Im);
        for (int i = 0; i < re.Length; i++)
        {
            Vector<float> xr = Unsafe.Add(ref ar, i), xi = Unsafe.Add(ref ai, i);
            Vector<float> yr = Unsafe.Add(ref br, i), yi = Unsafe.Add(ref bi, i);
            re[i] += (xr * yr) - (xi * yi);
            im[i] += (xr * yi) + (xi * yr);
        }
    }

    private static ref Vector<float> First(float[] floats) =>
        ref Unsafe.As<float, Vector<float>>(ref MemoryMarshal.GetArrayDataReference(floats));

    private void Convolve(Spectrum[] taps, int partitions, Span<float> result)
    {
        if (partitions == 0)
        {
            result.Clear();
            return;
        }
        Span<Vector<float>> re = stackalloc Vector<float>[_sum.Re.Length / Vector<float>.Count];
        Span<Vector<float>> im = stackalloc Vector<float>[re.Length];
        re.Clear();
        im.Clear();
        for (int p = 0, at = _head; p < partitions; p++, at = at + 1 == _most ? 0 : at + 1)
            MultiplyAdd(_signal[at], taps[p], re, im);
        MemoryMarshal.Cast<Vector<float>, float>(re).CopyTo(_sum.Re);
        MemoryMarshal.Cast<Vector<float>, float>(im).CopyTo(_sum.Im);
        _fft.Inverse(_sum.Re, _sum.Im, _next, _scratch);
        _next.AsSpan(_step, _step).CopyTo(result);
    }
}
