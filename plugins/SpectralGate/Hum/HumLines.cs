using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Hum;

/// <summary>Amplitudes and phases of the lines of one channel, how far readings of them spread, and the waveform that they
/// add up to.</summary>
internal sealed class HumLines
{
    private const int TableLength = 2048;
    private const float Rate = 0.06f;
    private const float Outlier = 4;

    // An estimate that is followed at a rate r has r / 2 of the spread of a reading; a line counts from four times that.
    private const float Doubt = 4 * Rate / 2;
    private const float LeastSpread = 1e-16f;
    private readonly float[] _real;
    private readonly float[] _imaginary;
    private readonly float[] _spread;
    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly float[] _tableReal;
    private readonly float[] _tableImaginary;
    private float[] _from = new float[TableLength + 1];
    private float[] _to = new float[TableLength + 1];

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public HumLines(int lines, RealFft fft)
    {
        (_real, _imaginary, _spread) = (new float[lines + 1], new float[lines + 1], new float[lines + 1]);
        _fft = fft;
        _scratch = new FftScratch(fft);
        (_tableReal, _tableImaginary) = (new float[fft.Bins], new float[fft.Bins]);
    }

    /// <summary>Makes the transform that all channels share; allocates. [control-thread]</summary>
    public static RealFft MakeFft() => new(TableLength);

    public void Reset()
    {
        foreach (float[] values in (ReadOnlySpan<float[]>)[_real, _imaginary, _spread, _from, _to])
            Array.Clear(values);
    }

    /// <summary>Sets a line. [audio-thread]</summary>
    public void Set(int line, double real, double imaginary, double spread) =>
        (_real[line], _imaginary[line], _spread[line]) = ((float)real, (float)imaginary, Math.Max((float)spread, LeastSpread));

    /// <summary>Subtracts the waveform, on its way from the last one drawn but one to the last. [audio-thread]</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="start">Phase of the first frame of the period, in cycles.</param>
    /// <param name="step">Cycles per sample.</param>
    /// <param name="frame">Of the first sample, counted from there.</param>
    /// <param name="since">The frames of the fade before it.</param>
    /// <param name="fadeStep">By how much the share of the last one grows per frame.</param>
    public void Subtract(Span<float> samples, double start, double step, int frame, int since, float fadeStep)
    {
        float[] from = _from, to = _to;
        for (int n = 0; n < samples.Length; n++)
        {
            double position = (start + ((frame + n) * step)) * TableLength;
            int i = Math.Clamp((int)position, 0, TableLength - 1);
            float share = (float)(position - i);
            float old = from[i] + (share * (from[i + 1] - from[i]));
            float next = to[i] + (share * (to[i + 1] - to[i]));
            samples[n] -= old + (Math.Min(1, (since + n) * fadeStep) * (next - old));
        }
    }

    /// <summary>Adds up what sure lines say about how far the mains are ahead. [audio-thread]</summary>
    /// <returns>The number of sure lines.</returns>
    public int AddSlip(HumReading reading, int channel, ref double sum, ref double weight)
    {
        ReadOnlySpan<float> real = reading.Real(channel), imaginary = reading.Imaginary(channel);
        int sure = 0;
        for (int k = 1; k <= reading.Lines; k++)
        {
            float power = (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
            if (!(power > 2 * Doubt * _spread[k]))
                continue;
            sure++;
            float re = real[k] - _real[k], im = imaginary[k] - _imaginary[k];
            float trust = 1 / Math.Max(_spread[k], (re * re) + (im * im));
            sum += trust * k * ((im * _real[k]) - (re * _imaginary[k]));
            weight += Math.Tau * trust * k * k * power;
        }
        return sure;
    }

    /// <summary>Moves towards a reading; the further off a line is, the less it counts. [audio-thread]</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="slip">How far the mains were ahead, in cycles.</param>
    /// <param name="age">Readings so far, at least 1.</param>
    public void Learn(HumReading reading, int channel, double slip, int age)
    {
        ReadOnlySpan<float> real = reading.Real(channel), imaginary = reading.Imaginary(channel);
        float rate = Math.Max(Rate, 1f / age);
        for (int k = 1; k <= reading.Lines; k++)
        {
            (double sin, double cos) = Math.SinCos(-Math.Tau * k * slip);
            float re = (float)((real[k] * cos) - (imaginary[k] * sin)) - _real[k];
            float im = (float)((real[k] * sin) + (imaginary[k] * cos)) - _imaginary[k];
            float far = (re * re) + (im * im), most = Outlier * _spread[k];
            float trust = far > most ? most / far : 1;
            _real[k] += rate * trust * re;
            _imaginary[k] += rate * trust * im;
            _spread[k] += Rate * (Math.Min(far, most + LeastSpread) - _spread[k]);
        }
    }

    /// <summary>Adds the lines up to the next waveform to fade to; what may be chance counts less. [audio-thread]</summary>
    public void Draw()
    {
        (_from, _to) = (_to, _from);
        Array.Clear(_tableReal);
        Array.Clear(_tableImaginary);
        for (int k = 1; k < _real.Length; k++)
        {
            float power = (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
            float sure = power > 0 ? Math.Max(0, 1 - (Doubt * _spread[k] / power)) * TableLength / 2 : 0;
            _tableReal[k] = sure * _real[k];
            _tableImaginary[k] = sure * _imaginary[k];
        }
        _fft.Inverse(_tableReal, _tableImaginary, _to.AsSpan(0, TableLength), _scratch);
        _to[TableLength] = _to[0];
    }

    /// <summary>Makes silence the next waveform to fade to. [audio-thread]</summary>
    public void Silence()
    {
        (_from, _to) = (_to, _from);
        Array.Clear(_to);
    }
}
