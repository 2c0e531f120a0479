using PluginHost.Dsp.Fourier;

namespace PluginHost.Plugins.Hum;

/// <summary>
/// Follows the lines of one mains frequency and subtracts them with their amplitudes and phases, without latency. All
/// lines share the mains' phase, so a loop locked to all of them at once follows its drift even under a voice; each
/// keeps its amplitude. What is subtracted is one period of a waveform, read at that phase.
/// </summary>
internal sealed class HumTracker
{
    private const int MaxLines = 64;
    private const int PeriodsPerReading = 4;
    private const double PhaseShare = 0.35;
    private const double FrequencyShare = 0.02;
    private const double MostStray = 0.01;
    private const int FewestLines = 2;
    private const int MostUnsureReadings = 12;
    private readonly double _nominal;
    private readonly HumReading _reading;
    private readonly HumSearch _search;
    private readonly HumLines[] _lines;
    private double _start;
    private double _step;
    private int _frame;
    private int _periodFrames;
    private int _periods;
    private bool _isSearchDue;
    private int _age;
    private int _unsure;
    private int _sinceDrawn;
    private float _fadeStep;
    private readonly double[] _energyIn;
    private readonly double[] _energyOut;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public HumTracker(double nominalHz, int sampleRate, int channels)
    {
        _nominal = nominalHz / sampleRate;
        _reading = new HumReading(channels, Math.Min(MaxLines, (int)(0.45 / _nominal)), 1 / _nominal);
        _search = new HumSearch(channels, _reading.Lines, nominalHz);
        RealFft fft = HumLines.MakeFft();
        _lines = [.. Enumerable.Range(0, channels).Select(_ => new HumLines(_reading.Lines, fft))];
        (_energyIn, _energyOut) = (new double[channels], new double[channels]);
        Reset();
    }

    /// <summary>Gets whether hum is followed. [audio-thread]</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Gets the frequency, in cycles per sample. [audio-thread]</summary>
    public double Frequency { get; private set; }

    /// <summary>Gets the frames until the period ends, at least 1. [audio-thread]</summary>
    public int FramesToWrap => _periodFrames - _frame;

    private float Fade => Math.Min(1, _sinceDrawn * _fadeStep);

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        Frequency = _step = _nominal;
        (_start, _periods) = (0, 0);
        ClearEnergy();
        BeginPeriod();
        _reading.Reset();
        Forget();
        foreach (HumLines lines in _lines)
            lines.Reset();
        (_fadeStep, _sinceDrawn) = (1, 1);
    }

    /// <summary>Listens to a part of a period and subtracts. [audio-thread]</summary>
    /// <param name="channel">In their order, from 0 on.</param>
    /// <param name="samples">At most <see cref="FramesToWrap"/>, as many in each channel; changed in place.</param>
    public void Process(int channel, Span<float> samples)
    {
        if (channel == 0)
            _reading.Place(samples.Length, _start, _step, _frame);
        _reading.Add(channel, samples);
        if (!IsLocked && Fade >= 1)
            return;
        _energyIn[channel] = AddSquares(samples, _energyIn[channel]);
        _lines[channel].Subtract(samples, _start, _step, _frame, _sinceDrawn, _fadeStep);
        _energyOut[channel] = AddSquares(samples, _energyOut[channel]);
    }

    /// <summary>Moves on. [audio-thread]</summary>
    /// <param name="frames">The frames that were processed in each channel.</param>
    public void Advance(int frames)
    {
        _frame += frames;
        _sinceDrawn += frames;
        if (_frame < _periodFrames)
            return;
        _start += (_periodFrames * _step) - 1;
        _reading.EndPeriod();
        if (!IsLocked)
            _search.Add(_reading);
        else if (Total(_energyOut) > (2 * Total(_energyIn)) + 1e-12)
            Drop();
        ClearEnergy();
        if (++_periods == PeriodsPerReading)
        {
            _periods = 0;
            _reading.TakeMean();
            if (IsLocked)
                Follow();
            else if (_isSearchDue = !_isSearchDue)
                Search();
        }
        BeginPeriod();
    }

    private void BeginPeriod()
    {
        _frame = 0;
        _periodFrames = Math.Max(1, (int)Math.Ceiling((1 - _start) / _step));
    }

    private void Search()
    {
        if (_search.Find() is not { } offset)
            return;
        IsLocked = true;
        _age = 6;
        Frequency = _step = _nominal * (1 + offset);
        for (int channel = 0; channel < _lines.Length; channel++)
            _search.Start(_lines[channel], channel, PeriodsPerReading);
        Draw();
    }

    private void Follow()
    {
        double sum = 0, weight = 0;
        int sure = 0;
        for (int channel = 0; channel < _lines.Length; channel++)
            sure = Math.Max(sure, _lines[channel].AddSlip(_reading, channel, ref sum, ref weight));
        _unsure = sure < FewestLines ? _unsure + 1 : 0;
        if (_unsure > MostUnsureReadings)
        {
            Drop();
            return;
        }
        double slip = weight > 0 ? Math.Clamp(sum / weight, -0.1, 0.1) : 0;
        _age++;
        for (int channel = 0; channel < _lines.Length; channel++)
            _lines[channel].Learn(_reading, channel, slip, _age);
        Frequency += FrequencyShare * slip * Frequency / PeriodsPerReading;
        Frequency = Math.Clamp(Frequency, (1 - MostStray) * _nominal, (1 + MostStray) * _nominal);
        _step = Frequency * (1 + (PhaseShare * slip / PeriodsPerReading));
        Draw();
    }

    private void Draw()
    {
        foreach (HumLines lines in _lines)
            lines.Draw();
        (_fadeStep, _sinceDrawn) = ((float)(_nominal / PeriodsPerReading), 0);
    }

    /// <summary>The hum has gone, or there never was one: what is subtracted fades within half a period.</summary>
    private void Drop()
    {
        Forget();
        foreach (HumLines lines in _lines)
            lines.Silence();
        (_fadeStep, _sinceDrawn) = ((float)(2 * _nominal), 0);
    }

    private void ClearEnergy()
    {
        Array.Clear(_energyIn);
        Array.Clear(_energyOut);
    }

    /// <summary>Of single samples, so that the sum does not depend on how the stream is cut.</summary>
    private static double AddSquares(ReadOnlySpan<float> samples, double sum)
    {
        foreach (float sample in samples)
            sum += sample * sample;
        return sum;
    }

    private static double Total(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }

    private void Forget()
    {
        IsLocked = false;
        (_unsure, _age, _isSearchDue) = (0, 0, false);
        _search.Reset();
    }
}
