using PluginHost.Dsp.Fourier;

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
        // The middle of slot i is at phase (i + 1/2) / slots.
        _cos = [.. Enumerable.Range(0, Lines + 1).Select(k => (float)(Math.Cos(-Math.PI * k / _slots) * 2 / _slots))];
        _sin = [.. Enumerable.Range(0, Lines + 1).Select(k => (float)(Math.Sin(-Math.PI * k / _slots) * 2 / _slots))];
        _sums = Make(_slots);
        (_counts, _shares) = (new float[_slots], new float[_slots]);
        // Periods may be a little longer than the nominal one.
        _places = new int[(int)(1.1 * periodFrames) + 2];
        (_real, _imaginary) = (Make(Lines + 1), Make(Lines + 1));
        (_totalReal, _totalImaginary) = (Make(Lines + 1), Make(Lines + 1));

        float[][] Make(int length) => [.. Enumerable.Range(0, channels).Select(_ => new float[length])];
    }

    /// <summary>Gets the lines read; line 0, direct current, is left out. [any-thread]</summary>
    public int Lines { get; }

    public int Channels => _sums.Length;

    /// <summary>Gets the real parts of the lines of a channel, by number. [audio-thread]</summary>
    public ReadOnlySpan<float> Real(int channel) => _real[channel];

    /// <summary>Gets the imaginary parts. [audio-thread]</summary>
    public ReadOnlySpan<float> Imaginary(int channel) => _imaginary[channel];

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
        for (int i = 0; i < frames; i++)
        {
            int slot = Math.Clamp((int)((start + ((first + i) * step)) * _slots), 0, _slots - 1);
            _places[i] = slot;
            _counts[slot]++;
        }
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
        for (int i = 0; i < _slots; i++)
            _shares[i] = _counts[i] > 0 ? 1 / _counts[i] : 0;
        for (int channel = 0; channel < Channels; channel++)
        {
            float[] sums = _sums[channel];
            for (int i = 0; i < _slots; i++)
                sums[i] = _shares[i] > 0 ? sums[i] * _shares[i] : i > 0 ? sums[i - 1] : 0;
            _fft.Forward(sums, _fftReal, _fftImaginary, _scratch);
            for (int k = 1; k <= Lines; k++)
            {
                float real = (_fftReal[k] * _cos[k]) - (_fftImaginary[k] * _sin[k]);
                float imaginary = (_fftReal[k] * _sin[k]) + (_fftImaginary[k] * _cos[k]);
                (_real[channel][k], _imaginary[channel][k]) = (real, imaginary);
                _totalReal[channel][k] += real;
                _totalImaginary[channel][k] += imaginary;
            }
            Array.Clear(sums);
        }
        Array.Clear(_counts);
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
