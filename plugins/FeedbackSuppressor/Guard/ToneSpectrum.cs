using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Guard;

/// <summary>
/// The spectrum of the last 85 ms every 11 ms, and those of the two seconds before: levels of tones in every bin, and exact
/// frequencies by the phase between two spectra.
/// </summary>
/// <remarks>J. L. Flanagan and R. M. Golden, "Phase vocoder", Bell System Technical Journal 45, 1966. Hann window, so that
/// a steady tone fills five bins and its neighbours farther off lie more than 40 dB lower.</remarks>
internal sealed class ToneSpectrum
{
    /// <summary>Spectra that are kept.</summary>
    public const int History = 192;

    private const float MaxHz = 20_000;
    private const float FloorDb = -120;
    private const float DbPerLog = 4.3429448f;
    private const float ForgetDbPerSecond = 1.5f;

    // Below it lies what no loudspeaker plays; a tone reaches this far to either side.
    private const int FirstBin = 4;
    private const int Reach = 5;

    private readonly RealFft _fft;
    private readonly FftScratch _scratch;
    private readonly float[] _ring;
    private readonly float[] _window;
    private readonly float[] _frame;
    private readonly float[] _powers;
    private readonly float[][] _levels = new float[History][];
    private readonly float[] _past;
    private float[] _real;
    private float[] _imaginary;
    private float[] _oldReal;
    private float[] _oldImaginary;
    private double _total;
    private int _write;
    private int _newest;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    public ToneSpectrum(double sampleRate)
    {
        int length = 512;
        while (length * 1.5 < 4096 * sampleRate / 48_000)
            length *= 2;
        Hop = length / 8;
        BinHz = (float)(sampleRate / length);
        HopSeconds = (float)(Hop / sampleRate);
        _fft = new RealFft(length);
        _scratch = new FftScratch(_fft);
        Bins = Math.Min(_fft.Bins - 4, (int)(MaxHz / BinHz));
        _ring = new float[length];
        _frame = new float[length];
        _window = new float[length];
        // A sine of amplitude 1 reads 1: the window's sum is length / 2.
        for (int i = 0; i < length; i++)
            _window[i] = (float)((0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length))) * 4 / length);
        _real = new float[_fft.Bins];
        _imaginary = new float[_fft.Bins];
        _oldReal = new float[_fft.Bins];
        _oldImaginary = new float[_fft.Bins];
        for (int i = 0; i < History; i++)
            _levels[i] = new float[Bins];
        _powers = new float[Bins];
        _past = new float[Bins];
        Reset();
    }

    /// <summary>Gets the frames between two spectra.</summary>
    public int Hop { get; }

    /// <summary>Gets the same in seconds.</summary>
    public float HopSeconds { get; }

    /// <summary>Gets the bins that are looked at, below 20 kHz.</summary>
    public int Bins { get; }

    /// <summary>Gets the distance of bins.</summary>
    public float BinHz { get; }

    /// <summary>Gets the newest powers: amplitude squared of a sine in that bin.</summary>
    public ReadOnlySpan<float> Powers => _powers;

    /// <summary>Gets the greatest levels before the <see cref="History"/>, dB, forgotten by 1.5 dB a second.</summary>
    public ReadOnlySpan<float> Past => _past;

    /// <summary>Gets levels, dB re a full-scale sine, -120 or more.</summary>
    /// <param name="age">Hops ago, below <see cref="History"/>.</param>
    /// <returns>Levels by bin.</returns>
    public ReadOnlySpan<float> LevelsAgo(int age) => _levels[(_newest + History - age) % History];

    /// <summary>Forgets everything. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_ring);
        foreach (float[] levels in _levels)
            Array.Fill(levels, FloorDb);
        Array.Fill(_past, FloorDb);
        _total = 0;
        Array.Clear(_real);
        Array.Clear(_imaginary);
        _write = 0;
    }

    /// <summary>Takes in what comes next. [audio-thread]</summary>
    /// <param name="samples">Up to a hop of finite samples, not across the end of one.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        samples.CopyTo(_ring.AsSpan(_write));
        _write = (_write + samples.Length) % _ring.Length;
    }

    /// <summary>Computes the spectrum; due after every <see cref="Hop"/> frames. Does not allocate. [audio-thread]</summary>
    public void Update()
    {
        int old = _ring.Length - _write;
        for (int i = 0; i < old; i++)
            _frame[i] = _ring[_write + i] * _window[i];
        for (int i = old; i < _frame.Length; i++)
            _frame[i] = _ring[i - old] * _window[i];
        (_real, _oldReal) = (_oldReal, _real);
        (_imaginary, _oldImaginary) = (_oldImaginary, _imaginary);
        _fft.Forward(_frame, _real, _imaginary, _scratch);
        _newest = (_newest + 1) % History;
        float[] levels = _levels[_newest];
        float forget = ForgetDbPerSecond * HopSeconds;
        for (int k = 0; k < levels.Length; k++)
            _past[k] = Math.Max(_past[k] - forget, levels[k]);
        for (int k = 0; k < levels.Length; k++)
        {
            _powers[k] = (_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]);
            levels[k] = _powers[k] + 1e-12f;
        }
        FastMath.Log(levels, levels);
        foreach (ref float level in levels.AsSpan())
            level *= DbPerLog;
        _total = 0;
        foreach (float power in _powers.AsSpan(FirstBin))
            _total += power;
    }

    /// <summary>Computes the level of all but what lies about a bin. Does not allocate. [audio-thread]</summary>
    /// <param name="bin">Centre of what does not count.</param>
    /// <param name="withoutMultiples">Whether its multiples do not count either.</param>
    /// <returns>dB, as the sum of <see cref="Powers"/>.</returns>
    public float OthersDb(int bin, bool withoutMultiples)
    {
        double others = _total;
        int next = FirstBin, last = withoutMultiples ? _powers.Length : bin;
        for (int centre = bin; centre <= last; centre += bin)
        {
            int end = Math.Min(_powers.Length, centre + Reach + 1);
            for (int k = Math.Max(next, centre - Reach); k < end; k++)
                others -= _powers[k];
            next = Math.Max(next, end);
        }
        return 10 * MathF.Log10((float)Math.Max(0, others) + 1e-12f);
    }

    /// <summary>Computes the frequency of the tone at a peak, from the phase it went through in the last hop.</summary>
    /// <param name="bin">The peak.</param>
    /// <returns>Bins, with a fraction.</returns>
    public float ExactBin(int bin)
    {
        // conj(old) now; a hop is 1/8 of the length, so bin k turns by k/8.
        float re = (_real[bin] * _oldReal[bin]) + (_imaginary[bin] * _oldImaginary[bin]);
        float im = (_imaginary[bin] * _oldReal[bin]) - (_real[bin] * _oldImaginary[bin]);
        float turns = (MathF.Atan2(im, re) / MathF.Tau) - ((bin & 7) / 8f);
        turns -= MathF.Round(turns);
        return bin + (8 * turns);
    }
}
