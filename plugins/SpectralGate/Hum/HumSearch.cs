using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PluginHost.Plugins.Gain;

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

    // Lines, or offsets, that are looked at side by side.
    private const int Four = 4;

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
    private readonly double[] _lagReal = new double[OffsetLines + Four];
    private readonly double[] _lagImaginary = new double[OffsetLines + Four];
    private readonly double[] _turnSin = new double[(2 * OffsetSteps) + Four];
    private readonly double[] _turnCos = new double[(2 * OffsetSteps) + Four];
    private readonly double[] _scores = new double[(2 * OffsetSteps) + Four];
    private int _count;
    private double _offset;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public HumSearch(int channels, int lines, double hertz)
    {
        (_lines, _hertz) = (lines, hertz);
        (_real, _imaginary) = (Make(), Make());
        for (int i = 0; i <= 2 * OffsetSteps; i++)
            (_turnSin[i], _turnCos[i]) = Math.SinCos(Math.Tau * Offset(i));

        float[][][] Make() => [.. Enumerable.Range(0, channels).Select(_ =>
            Enumerable.Range(0, Kept).Select(_ => new float[Lanes.Room(lines + Four)]).ToArray())];
    }

    private int Periods => Math.Min(_count, Kept);

    private double MostOffset => MostOffsetHz / _hertz;

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
        int sure = 0, judged = Math.Min(JudgedLines, _lines);
        bool isLow = false;
        for (int first = 1; first <= judged; first += Four)
        {
            Vector256<double> surprise = Surprise(0, first);
            for (int channel = 1; channel < _real.Length; channel++)
                surprise = Vector256.MaxNative(surprise, Surprise(channel, first));
            for (int k = first; k < first + Four && k <= judged; k++)
            {
                bool stands = surprise[k - first] > Needed;
                sure += stands ? 1 : 0;
                isLow |= stands && k <= 3;
            }
        }
        bool isWithin = Math.Abs(_offset) < 0.95 * MostOffset;
        return isLow && isWithin && sure >= (_count < Kept ? LinesNeededEarly : LinesNeeded) ? _offset : null;
    }

    /// <summary>Writes mean and spread of the lines, as of the latest period. [audio-thread]</summary>
    /// <remarks>A mean by iterated weights, so that some periods with a loud voice count little.</remarks>
    public void Start(HumLines lines, int channel, int periodsPerReading)
    {
        for (int k = 1; k <= _lines; k++)
        {
            (Vector256<double> means, Vector256<double> otherMeans, Vector256<double> powers) = Mean(channel, k);
            (double real, double imaginary, double power) = (means[0], otherMeans[0], powers[0]);
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
        for (int first = 1; first <= used; first += Four)
            Lag(first);
        int best = 0;
        for (int i = 0; i <= 2 * OffsetSteps; i += Four)
            Score(i, used);
        for (int i = 1; i <= 2 * OffsetSteps; i++)
            best = _scores[i] > _scores[best] ? i : best;
        double found = Offset(best), most = MostOffset / OffsetSteps;
        double slope = 0, bend = 0;
        for (int k = 1; k <= used; k++)
        {
            (double sin, double cos) = Math.SinCos(Math.Tau * k * found);
            slope += k * ((_lagImaginary[k] * cos) - (_lagReal[k] * sin));
            bend += k * k * ((_lagReal[k] * cos) + (_lagImaginary[k] * sin));
        }
        return bend > 0 ? found + Math.Clamp(slope / (Math.Tau * bend), -most, most) : found;
    }

    private double Offset(int step) => MostOffset * (step - OffsetSteps) / OffsetSteps;

    /// <summary>Tells for four offsets of the grid how well the lines turn alike.</summary>
    private void Score(int step, int lines)
    {
        Vector256<double> cos = Vector256.Create(_turnCos, step), sin = Vector256.Create(_turnSin, step);
        Vector256<double> re = Vector256<double>.One, im = Vector256<double>.Zero, score = Vector256<double>.Zero;
        for (int k = 1; k <= lines; k++)
        {
            (re, im) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
            score += (_lagReal[k] * re) + (_lagImaginary[k] * im);
        }
        score.CopyTo(_scores, step);
    }

    /// <summary>Finds how four lines turn from one period to the next.</summary>
    private void Lag(int first)
    {
        Vector256<double> re = default, im = default, power = Vector256.Create(1e-30);
        for (int channel = 0; channel < _real.Length; channel++)
        {
            (Vector128<float> br, Vector128<float> bi) = Lines(channel, first, 0);
            for (int past = 1; past < Periods; past++)
            {
                (Vector128<float> ar, Vector128<float> ai) = Lines(channel, first, past);
                re += Wide((ar * br) + (ai * bi));
                im += Wide((ar * bi) - (ai * br));
                power += 0.5 * Wide((ar * ar) + (ai * ai) + (br * br) + (bi * bi));
                (br, bi) = (ar, ai);
            }
        }
        (re / power).CopyTo(_lagReal, first);
        (im / power).CopyTo(_lagImaginary, first);
    }

    /// <summary>-ln of the chance that noise stands still as well, of four lines: the share c of n readings' power that their
    /// mean holds is beyond x with probability (1 - x)^(n - 1).</summary>
    private Vector256<double> Surprise(int channel, int first)
    {
        (Vector256<double> re, Vector256<double> im, Vector256<double> power) = Mean(channel, first);
        Vector256<double> share = ((re * re) + (im * im)) / Vector256.MaxNative(power, Vector256.Create(1e-30));
        return -(Periods - 1) * Vector256.Log(Vector256.MaxNative(Vector256.Create(1e-9), Vector256<double>.One - share));
    }

    /// <summary>The means of four lines, turned back by the offset.</summary>
    private (Vector256<double> Real, Vector256<double> Imaginary, Vector256<double> Power) Mean(int channel, int first)
    {
        Vector256<double> re = default, im = default, power = default;
        // Turned step by step, as the sine and cosine of every period would cost ten times as much.
        Vector256<double> angle = Math.Tau * Vector256.Create((double)first, first + 1, first + 2, first + 3) * _offset;
        (Vector256<double> sin, Vector256<double> cos) = Vector256.SinCos(angle);
        (Vector256<double> turnCos, Vector256<double> turnSin) = (Vector256<double>.One, Vector256<double>.Zero);
        for (int past = 0; past < Periods; past++)
        {
            (Vector128<float> real, Vector128<float> imaginary) = Lines(channel, first, past);
            (Vector256<double> r, Vector256<double> i) = (Wide(real), Wide(imaginary));
            re += (r * turnCos) - (i * turnSin);
            im += (r * turnSin) + (i * turnCos);
            power += (r * r) + (i * i);
            (turnCos, turnSin) = ((turnCos * cos) - (turnSin * sin), (turnCos * sin) + (turnSin * cos));
        }
        return (re / Periods, im / Periods, power / Periods);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Wide(Vector128<float> values) => Vector256.WidenLower(values.ToVector256Unsafe());

    private (Vector128<float> Real, Vector128<float> Imaginary) Lines(int channel, int first, int past)
    {
        int at = (_count - 1 - past) % Kept;
        return (Vector128.Create(_real[channel][at], first), Vector128.Create(_imaginary[channel][at], first));
    }

    private (float Real, float Imaginary) At(int channel, int k, int past)
    {
        int at = (_count - 1 - past) % Kept;
        return (_real[channel][at][k], _imaginary[channel][at][k]);
    }
}
