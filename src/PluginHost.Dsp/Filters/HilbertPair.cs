using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Dsp.Filters;

/// <summary>
/// Splits a channel into two signals of its own level at every frequency, the second a quarter of a cycle behind the
/// first: the real and the imaginary part of a signal without negative frequencies, which can be turned and shifted.
/// </summary>
/// <remarks>
/// Two chains of all-passes after <see cref="HilbertDesign"/>, without latency. Both have a phase of their own, the
/// same but for the quarter: low frequencies come later than high ones. With a pair that begins at 30 Hz they come
/// 6.7 ms later at 50 Hz, 2 ms at 200 Hz, 0.4 ms at 1 kHz. So neither output cancels against the input, and a fade
/// between them and the input is a comb filter as long as it lasts. Outside its band the two drift into phase. What has
/// decayed becomes exactly 0; results do not depend on how a stream is cut into blocks; what is not a number stays
/// until <see cref="Reset"/>.
/// </remarks>
public sealed class HilbertPair
{
    /// <summary>Frames worked on at a time, and between two looks for states that have decayed.</summary>
    internal const int Cell = 64;

    // Lane 0 is the chain of the first output, lane 1 that of the second.
    private readonly Vector128<double>[] _coefficients;

    // The last and the last but one of what each section got, and of what the last one gave.
    private readonly (Vector128<double> Last, Vector128<double> Older)[] _past;
    private readonly Vector128<double>[] _work = new Vector128<double>[Cell];
    private double _lastSample;
    private int _frame;

    /// <summary>Designs the chains; allocates. [control-thread]</summary>
    /// <param name="lowestFrequency">Where the quarter of a cycle begins to hold, in cycles per sample, above 0.0001
    /// and below 0.2; it ends as far below half the sample rate. The lower, the later low frequencies come.</param>
    /// <param name="imageDb">By how much what should cancel is lower within the band, 20 to 100 dB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public HilbertPair(double lowestFrequency, double imageDb = 60)
    {
        if (!(lowestFrequency is > 0.0001 and < 0.2))
            throw new ArgumentOutOfRangeException(nameof(lowestFrequency), lowestFrequency, "Above 0.0001 and below 0.2.");
        if (!(imageDb is >= 20 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(imageDb), imageDb, "20 to 100 dB.");
        double[] all = HilbertDesign.Coefficients(lowestFrequency, imageDb);
        _coefficients = [.. all.Chunk(2).Select(two => Vector128.Create(two[0], two[1]))];
        _past = new (Vector128<double>, Vector128<double>)[_coefficients.Length + 1];
    }

    /// <summary>Gets the all-pass sections of either chain. [any-thread]</summary>
    public int Sections => _coefficients.Length;

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        Array.Clear(_past);
        _lastSample = 0;
        _frame = 0;
    }

    /// <summary>Splits what comes next. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number of them.</param>
    /// <param name="first">Filled as far as there are samples; may be the same span as <paramref name="samples"/>.</param>
    /// <param name="second">Filled likewise, a quarter of a cycle behind; a span of its own.</param>
    public void Process(ReadOnlySpan<float> samples, Span<float> first, Span<float> second)
    {
        for (int start = 0; start < samples.Length;)
        {
            int frames = Math.Min(samples.Length - start, Cell - _frame);
            Run(samples.Slice(start, frames), first[start..], second[start..]);
            start += frames;
            _frame += frames;
            if (_frame == Cell)
                EndCell();
        }
    }

    private void Run(ReadOnlySpan<float> samples, Span<float> first, Span<float> second)
    {
        Span<Vector128<double>> work = _work.AsSpan(0, samples.Length);
        for (int i = 0; i < work.Length; i++)
        {
            // The second chain begins with a delay of one sample.
            work[i] = Vector128.Create(samples[i], _lastSample);
            _lastSample = samples[i];
        }
        for (int section = 0; section < _coefficients.Length; section++)
            _past[section] = Run(work, _coefficients[section], _past[section], _past[section + 1]);
        (Vector128<double> last, Vector128<double> older) = _past[^1];
        foreach (Vector128<double> value in work)
            (last, older) = (value, last);
        _past[^1] = (last, older);
        for (int i = 0; i < work.Length; i++)
        {
            first[i] = Tiny.Flush((float)work[i].ToScalar());
            second[i] = Tiny.Flush((float)work[i].GetElement(1));
        }
    }

    // (c - z^-2) / (1 - c z^-2), in place. Gives what the section's past is afterwards.
    private static (Vector128<double> Last, Vector128<double> Older) Run(Span<Vector128<double>> work,
        Vector128<double> c, (Vector128<double> Last, Vector128<double> Older) input,
        (Vector128<double> Last, Vector128<double> Older) output)
    {
        (Vector128<double> x1, Vector128<double> x2) = input;
        (Vector128<double> y1, Vector128<double> y2) = output;
        foreach (ref Vector128<double> value in work)
        {
            Vector128<double> x = value;
            Vector128<double> y = Vector128.MultiplyAddEstimate(c, y2, Vector128.MultiplyAddEstimate(c, x, -x2));
            (x1, x2, y1, y2) = (x, x1, y, y1);
            value = y;
        }
        return (x1, x2);
    }

    private void EndCell()
    {
        for (int i = 0; i < _past.Length; i++)
            _past[i] = (Flush(_past[i].Last), Flush(_past[i].Older));
        _frame = 0;
    }

    private static Vector128<double> Flush(Vector128<double> value) => Vector128.ConditionalSelect(
        Vector128.LessThan(Vector128.Abs(value), Vector128.Create((double)Tiny.Threshold)), default, value);
}
