using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Fourier;
using PluginHost.Plugins.Gain;

namespace PluginHost.Plugins.Hum;

/// <summary>Lays periods of all channels over each other, sample by sample at the mains' phase, and gives their lines:
/// complex amplitudes a of a cos(2 pi k phase + ...), of one period, or the mean of some.</summary>
internal sealed class HumReading
{
    private const int MostSlots = 512;
    private readonly int _slots;
    private readonly float[][] _sums;
    private readonly float[] _counts;
    private readonly float[] _shares;
    private readonly int[] _places;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly float[] _fftReal;
    private readonly float[] _fftImaginary;
    private readonly float[] _cos;
    private readonly float[] _sin;
    private readonly float[][] _real;
    private readonly float[][] _imaginary;
    private readonly float[][] _totalReal;
    private readonly float[][] _totalImaginary;
    private int _periods;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="lines">The most lines.</param>
    /// <param name="periodFrames">Frames of a period.</param>
    public HumReading(int channels, int lines, double periodFrames)
    {
        _slots = MostSlots;
        while (_slots > periodFrames && _slots > RealFft.MinLength)
            _slots /= 2;
        Lines = Math.Min(lines, _slots / 4);
        _fft = new RealFft(_slots);
        _scratch = new FftScratch(_fft);
        (_fftReal, _fftImaginary) = (new float[_fft.Bins], new float[_fft.Bins]);
        int room = Lanes.Room(Lines + 1);
        (_cos, _sin) = (new float[room], new float[room]);
        // The middle of slot i is at phase (i + 1/2) / slots.
        for (int k = 1; k <= Lines; k++)
        {
            _cos[k] = (float)(Math.Cos(-Math.PI * k / _slots) * 2 / _slots);
            _sin[k] = (float)(Math.Sin(-Math.PI * k / _slots) * 2 / _slots);
        }
        _sums = Make(_slots);
        (_counts, _shares) = (new float[_slots], new float[_slots]);
        // Periods may be a little longer than the nominal one.
        _places = new int[Lanes.Room((int)(1.1 * periodFrames) + 2)];
        (_real, _imaginary) = (Make(room), Make(room));
        (_totalReal, _totalImaginary) = (Make(room), Make(room));

        float[][] Make(int length) => [.. Enumerable.Range(0, channels).Select(_ => new float[length])];
    }

    /// <summary>Gets the lines read; line 0, direct current, is left out. [any-thread]</summary>
    public int Lines { get; }

    public int Channels => _sums.Length;

    /// <summary>Gets the real parts of the lines of a channel, by number. [audio-thread]</summary>
    public ReadOnlySpan<float> Real(int channel) => _real[channel].AsSpan(0, Lines + 1);

    /// <summary>Gets the imaginary parts. [audio-thread]</summary>
    public ReadOnlySpan<float> Imaginary(int channel) => _imaginary[channel].AsSpan(0, Lines + 1);

    public void Reset()
    {
        _periods = 0;
        Array.Clear(_counts);
        for (int channel = 0; channel < Channels; channel++)
        {
            Array.Clear(_sums[channel]);
            Array.Clear(_totalReal[channel]);
            Array.Clear(_totalImaginary[channel]);
        }
    }

    /// <summary>Finds the places of the next frames. [audio-thread]</summary>
    /// <param name="frames">How many, within one period.</param>
    /// <param name="start">Phase of the first frame of the period, in cycles.</param>
    /// <param name="step">Cycles per frame.</param>
    /// <param name="first">The first of them, counted from there.</param>
    public void Place(int frames, double start, double step, int first)
    {
        for (int i = 0; i < frames; i += Vector256<int>.Count)
        {
            Vector256<long> near = Slots(first + i, start, step), far = Slots(first + i + Vector256<double>.Count, start, step);
            Vector256.Narrow(near, far).CopyTo(_places, i);
        }
        foreach (int slot in _places.AsSpan(0, frames))
            _counts[slot]++;
    }

    /// <summary>Finds the slots of four frames: what lies in the low half of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<long> Slots(int frame, double start, double step)
    {
        Vector256<double> frames = Vector256.Create((double)frame) + Vector256.Create(0.0, 1, 2, 3);
        Vector256<double> slots = (Vector256.Create(start) + (frames * step)) * _slots;
        slots = Vector256.MinNative(Vector256.MaxNative(slots, Vector256<double>.Zero), Vector256.Create(_slots - 1.0));
        // With 2^52 added, a whole number lies in the last bits of a double.
        return (Vector256.Floor(slots) + Vector256.Create((double)(1L << 52))).AsInt64();
    }

    /// <summary>Lays samples down at the places found last. [audio-thread]</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="samples">As many as there are places.</param>
    public void Add(int channel, ReadOnlySpan<float> samples)
    {
        float[] sums = _sums[channel];
        ReadOnlySpan<int> places = _places.AsSpan(0, samples.Length);
        for (int i = 0; i < samples.Length; i++)
            sums[places[i]] += samples[i];
    }

    /// <summary>Ends a period: gives its lines. [audio-thread]</summary>
    public void EndPeriod()
    {
        _periods++;
        bool isWhole = FindShares();
        for (int channel = 0; channel < Channels; channel++)
        {
            float[] sums = _sums[channel];
            for (int i = 0; i < _slots; i += Vector256<float>.Count)
                (Lanes.At(sums, i) * Lanes.At(_shares, i)).CopyTo(sums, i);
            // A slot without a sample repeats the one before.
            for (int i = 1; i < _slots && !isWhole; i++)
                sums[i] = _shares[i] > 0 ? sums[i] : sums[i - 1];
            _fft.Forward(sums, _fftReal, _fftImaginary, _scratch);
            ReadLines(channel);
            Array.Clear(sums);
        }
        Array.Clear(_counts);
    }

    /// <summary>Finds by what each slot's sum becomes a mean.</summary>
    /// <returns>Whether every slot has a sample.</returns>
    private bool FindShares()
    {
        Vector256<float> one = Vector256<float>.One, empty = Vector256<float>.Zero;
        for (int i = 0; i < _slots; i += Vector256<float>.Count)
        {
            Vector256<float> counts = Lanes.At(_counts, i), isEmpty = Vector256.LessThan(counts, one);
            Vector256.AndNot(one / counts, isEmpty).CopyTo(_shares, i);
            empty |= isEmpty;
        }
        return empty == Vector256<float>.Zero;
    }

    private void ReadLines(int channel)
    {
        float[] totalReal = _totalReal[channel], totalImaginary = _totalImaginary[channel];
        for (int k = 0; k < _cos.Length; k += Vector256<float>.Count)
        {
            Vector256<float> cos = Lanes.At(_cos, k), sin = Lanes.At(_sin, k);
            Vector256<float> fftReal = Lanes.At(_fftReal, k), fftImaginary = Lanes.At(_fftImaginary, k);
            Vector256<float> real = (fftReal * cos) - (fftImaginary * sin), imaginary = (fftReal * sin) + (fftImaginary * cos);
            real.CopyTo(_real[channel], k);
            imaginary.CopyTo(_imaginary[channel], k);
            (Lanes.At(totalReal, k) + real).CopyTo(totalReal, k);
            (Lanes.At(totalImaginary, k) + imaginary).CopyTo(totalImaginary, k);
        }
    }

    /// <summary>Gives the mean of the periods since this was last called. [audio-thread]</summary>
    public void TakeMean()
    {
        float share = 1f / Math.Max(1, _periods);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int k = 1; k <= Lines; k++)
            {
                _real[channel][k] = _totalReal[channel][k] * share;
                _imaginary[channel][k] = _totalImaginary[channel][k] * share;
            }
            Array.Clear(_totalReal[channel]);
            Array.Clear(_totalImaginary[channel]);
        }
        _periods = 0;
    }
}
