namespace PluginHost.Plugins.Hum;

/// <summary>Decides from the last periods whether there is hum, and how far it is off its nominal frequency: whether enough
/// lines stand still, once all are turned back by the same offset.</summary>
internal sealed class HumSearch
{
    private const int Kept = 40;
    private const int FewestPeriods = 20;
    private const int JudgedLines = 16;
    private const int OffsetLines = 20;
    private const int OffsetSteps = 40;

    // Grids stray by some 0.05 Hz; at 0.12 Hz tones of instruments would often pass for one of the lines.
    private const double MostOffsetHz = 0.12;

    // -ln of the probability that noise stands still as well: chance of 1 in 160,000 per line.
    private const double Needed = 12;
    private const int LinesNeededEarly = 6;
    private const int LinesNeeded = 3;
    private readonly int _lines;
    private readonly double _hertz;
    private readonly float[][][] _real;
    private readonly float[][][] _imaginary;
    private readonly double[] _lagReal = new double[OffsetLines + 1];
    private readonly double[] _lagImaginary = new double[OffsetLines + 1];
    private int _count;
    private double _offset;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public HumSearch(int channels, int lines, double hertz)
    {
        (_lines, _hertz) = (lines, hertz);
        (_real, _imaginary) = (Make(), Make());

        float[][][] Make() => [.. Enumerable.Range(0, channels).Select(_ =>
            Enumerable.Range(0, Kept).Select(_ => new float[lines + 1]).ToArray())];
    }

    private int Periods => Math.Min(_count, Kept);

    public void Reset() => _count = 0;

    /// <summary>Remembers the lines of a period. [audio-thread]</summary>
    public void Add(HumReading period)
    {
        int at = _count++ % Kept;
        for (int channel = 0; channel < period.Channels; channel++)
        {
            period.Real(channel).CopyTo(_real[channel][at]);
            period.Imaginary(channel).CopyTo(_imaginary[channel][at]);
        }
        // Keeps the count from running over; the place in the ring stays.
        if (_count == 3 * Kept)
            _count -= Kept;
    }

    /// <summary>Looks for hum. [audio-thread]</summary>
    /// <returns>How far it is off, as a share of the frequency; null when there is none.</returns>
    public double? Find()
    {
        if (_count < FewestPeriods)
            return null;
        _offset = FindOffset();
        int sure = 0;
        bool isLow = false;
        for (int k = 1; k <= Math.Min(JudgedLines, _lines); k++)
        {
            bool stands = false;
            for (int channel = 0; channel < _real.Length && !stands; channel++)
                stands = Surprise(channel, k) > Needed;
            sure += stands ? 1 : 0;
            isLow |= stands && k <= 3;
        }
        bool isWithin = Math.Abs(_offset) < 0.95 * MostOffsetHz / _hertz;
        return isLow && isWithin && sure >= (_count < Kept ? LinesNeededEarly : LinesNeeded) ? _offset : null;
    }

    /// <summary>Writes mean and spread of the lines, as of the latest period. [audio-thread]</summary>
    /// <remarks>A mean by iterated weights, so that some periods with a loud voice count little.</remarks>
    public void Start(HumLines lines, int channel, int periodsPerReading)
    {
        for (int k = 1; k <= _lines; k++)
        {
            (double real, double imaginary, double power) = Mean(channel, k);
            double spread = Math.Max(0, power - (real * real) - (imaginary * imaginary));
            for (int pass = 0; pass < 2; pass++)
                (real, imaginary, spread) = Refine(channel, k, real, imaginary, pass == 0 ? spread / 4 : spread);
            (double sin, double cos) = Math.SinCos(Math.Tau * k * _offset);
            lines.Set(k, (real * cos) - (imaginary * sin), (real * sin) + (imaginary * cos), spread / periodsPerReading);
        }
    }

    private (double Real, double Imaginary, double Spread) Refine(int channel, int k, double real, double imaginary, double spread)
    {
        double re = 0, im = 0, far = 0, weight = 1e-30;
        (double sin, double cos) = Math.SinCos(Math.Tau * k * _offset);
        (double turnCos, double turnSin) = (1, 0);
        for (int past = 0; past < Periods; past++)
        {
            (double x, double y) = At(channel, k, past);
            (double r, double i) = ((x * turnCos) - (y * turnSin), (x * turnSin) + (y * turnCos));
            (turnCos, turnSin) = ((turnCos * cos) - (turnSin * sin), (turnCos * sin) + (turnSin * cos));
            double distance = ((r - real) * (r - real)) + ((i - imaginary) * (i - imaginary));
            double trust = 1 / Math.Max(distance, spread + 1e-20);
            re += trust * r;
            im += trust * i;
            far += trust * distance;
            weight += trust;
        }
        return (re / weight, im / weight, far / weight);
    }

    /// <summary>The offset, in cycles per period, at which line after line turns from period to period as if it were
    /// k times that: the best of a grid, then Newton's step.</summary>
    private double FindOffset()
    {
        int used = Math.Min(OffsetLines, _lines);
        for (int k = 1; k <= used; k++)
            Lag(k);
        double most = MostOffsetHz / _hertz, best = double.NegativeInfinity, found = 0;
        for (int step = -OffsetSteps; step <= OffsetSteps; step++)
        {
            double offset = most * step / OffsetSteps, score = 0;
            (double sin, double cos) = Math.SinCos(Math.Tau * offset);
            (double re, double im) = (1, 0);
            for (int k = 1; k <= used; k++)
            {
                (re, im) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
                score += (_lagReal[k] * re) + (_lagImaginary[k] * im);
            }
            if (score > best)
                (best, found) = (score, offset);
        }
        double slope = 0, bend = 0;
        for (int k = 1; k <= used; k++)
        {
            (double sin, double cos) = Math.SinCos(Math.Tau * k * found);
            slope += k * ((_lagImaginary[k] * cos) - (_lagReal[k] * sin));
            bend += k * k * ((_lagReal[k] * cos) + (_lagImaginary[k] * sin));
        }
        return bend > 0 ? found + Math.Clamp(slope / (Math.Tau * bend), -most / OffsetSteps, most / OffsetSteps) : found;
    }

    private void Lag(int k)
    {
        double re = 0, im = 0, power = 1e-30;
        for (int channel = 0; channel < _real.Length; channel++)
        {
            for (int past = 1; past < Periods; past++)
            {
                (float ar, float ai) = At(channel, k, past);
                (float br, float bi) = At(channel, k, past - 1);
                re += (ar * br) + (ai * bi);
                im += (ar * bi) - (ai * br);
                power += 0.5 * ((ar * ar) + (ai * ai) + (br * br) + (bi * bi));
            }
        }
        (_lagReal[k], _lagImaginary[k]) = (re / power, im / power);
    }

    /// <summary>-ln of the chance that noise stands still as well: the share c of n readings' power that their mean holds
    /// is beyond x with probability (1 - x)^(n - 1).</summary>
    private double Surprise(int channel, int k)
    {
        (double re, double im, double power) = Mean(channel, k);
        double share = ((re * re) + (im * im)) / Math.Max(power, 1e-30);
        return -(Periods - 1) * Math.Log(Math.Max(1e-9, 1 - share));
    }

    private (double Real, double Imaginary, double Power) Mean(int channel, int k)
    {
        double re = 0, im = 0, power = 0;
        // Turned step by step, as the sine and cosine of every period would cost ten times as much.
        (double sin, double cos) = Math.SinCos(Math.Tau * k * _offset);
        (double turnCos, double turnSin) = (1, 0);
        for (int past = 0; past < Periods; past++)
        {
            (double r, double i) = At(channel, k, past);
            re += (r * turnCos) - (i * turnSin);
            im += (r * turnSin) + (i * turnCos);
            power += (r * r) + (i * i);
            (turnCos, turnSin) = ((turnCos * cos) - (turnSin * sin), (turnCos * sin) + (turnSin * cos));
        }
        return (re / Periods, im / Periods, power / Periods);
    }

    private (float Real, float Imaginary) At(int channel, int k, int past)
    {
        int at = (_count - 1 - past) % Kept;
        return (_real[channel][at][k], _imaginary[channel][at][k]);
    }
}
