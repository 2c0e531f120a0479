using System.Numerics;

namespace PluginHost.Plugins.Loop;

/// <summary>What is known of the path before the window of data: a mean and a variance for every tap.</summary>
/// <remarks>
/// A path of a room decays evenly, which is all that is known at first. Later the estimate of the time when the window
/// started is, with what the data before that had to say, loosened by what the path may have changed since: the recursion
/// of Kalman with a diagonal covariance (G. Enzner and P. Vary, "Frequency-domain adaptive Kalman filter for acoustic echo
/// control in hands-free telephones", Signal Processing 86, 2006), one window at a time.
/// </remarks>
internal sealed class PathPrior
{
    private const float ReverberationSeconds = 0.5f;

    // A path as strong as this, all taps together, is a loop 7 to 14 dB beyond its limit.
    private const float Power = 0.4f;
    private const float FirmPower = 2;

    // A room hardly changes. When the microphone is moved, or the loop turned up, that is noticed, and what was known is forgotten.
    private const float ChangeSeconds = 10;
    private const float FirmChangeSeconds = 200;

    // How much the data of a window count later. What they say is not independent from tap to tap, as a diagonal would have it. But a long tone
    // says the same again and again, and it is the player's: it must not outweigh all that was learned from others.
    private const float Trust = 0.3f;
    private const float FirmTrust = 1.5f;

    private readonly float[] _unknown;
    private readonly float[] _forgotten;
    private readonly float[][] _means;
    private readonly float[][] _precisions;
    private readonly long[] _ends;
    private readonly float _change;
    private readonly float _firmChange;
    private int _next;

    /// <summary>Makes one that knows nothing. Allocates. [control-thread]</summary>
    public PathPrior(LoopShape shape)
    {
        int taps = Reach = shape.Taps, memory = (shape.Window / shape.Cycle) + 3;
        _unknown = new float[taps];
        _forgotten = new float[taps];
        Mean = new float[taps];
        Variance = new float[taps];
        _means = new float[memory][];
        _precisions = new float[memory][];
        _ends = new long[memory];
        for (int i = 0; i < memory; i++)
        {
            _means[i] = new float[taps];
            _precisions[i] = new float[taps];
        }
        double sum = 0, decay = Math.Pow(10, -6 / (ReverberationSeconds * shape.SampleRate)), tap = 1;
        for (int k = 0; k < taps; k++, tap *= decay)
            sum += tap;
        tap = 1 / sum;
        for (int k = 0; k < taps; k++, tap *= decay)
            _unknown[k] = (float)Math.Max(tap, 1e-20);
        _change = ShareIn(ChangeSeconds);
        _firmChange = ShareIn(FirmChangeSeconds);
        Reset();

        float ShareIn(float seconds) => 1 - MathF.Exp(-2f * shape.Window / (seconds * shape.SampleRate));
    }

    /// <summary>Gets or sets a value indicating whether it holds on to what was learned. What long tones leave in a path is then outweighed by
    /// what others left; but evidence that compares a path with what it was before is worth less.</summary>
    public bool IsFirm { get; set; }

    /// <summary>Gets the mean of every tap.</summary>
    public float[] Mean { get; }

    /// <summary>Gets the variance of every tap, above 0.</summary>
    public float[] Variance { get; }

    /// <summary>Gets or sets the taps at the head that are known to be 0: the loop is longer.</summary>
    public int Gap { get; set; }

    /// <summary>Gets or sets the tap from which on all are taken for 0: the filter is shorter.</summary>
    public int Reach { get; set; }

    public void Reset()
    {
        Array.Clear(_forgotten);
        Array.Fill(_ends, long.MaxValue);
    }

    /// <summary>Knows no more than that the path may be like this.</summary>
    public void Forget(ReadOnlySpan<float> path)
    {
        path.CopyTo(_forgotten);
        Array.Fill(_ends, long.MaxValue);
    }

    /// <summary>Computes what was known when a window started.</summary>
    public void Recall(long start)
    {
        int known = -1;
        for (int i = 0; i < _ends.Length; i++)
        {
            if (_ends[i] <= start && (known < 0 || _ends[i] > _ends[known]))
                known = i;
        }
        float[] mean = known < 0 ? _forgotten : _means[known];
        mean.CopyTo(Mean, 0);
        Loosen(known < 0 ? [] : _precisions[known], IsFirm ? FirmPower : Power, IsFirm ? _firmChange : _change);
        int head = Math.Min(Gap, Reach);
        Close(0, head);
        Close(Reach, Mean.Length - Reach);
    }

    private void Loosen(ReadOnlySpan<float> precision, float power, float change)
    {
        Span<Vector<float>> variance = Spans.Vectors(Variance.AsSpan());
        ReadOnlySpan<Vector<float>> unknown = Spans.Vectors(_unknown), known = Spans.Vectors(precision);
        Vector<float> all = new(power), share = new(change), rest = new(1 - change);
        for (int i = 0; i < known.Length; i++)
            variance[i] = (share * (all * unknown[i])) + (rest / known[i]);
        for (int i = known.Length; i < variance.Length; i++)
            variance[i] = all * unknown[i];
    }

    private void Close(int start, int length)
    {
        Array.Clear(Mean, start, length);
        Array.Fill(Variance, 1e-20f, start, length);
    }

    /// <summary>Remembers an estimate.</summary>
    /// <param name="end">Where its window ended.</param>
    /// <param name="path">The estimate.</param>
    /// <param name="information">What the data of the window had to say about a tap: the inverse of a variance.</param>
    public void Keep(long end, ReadOnlySpan<float> path, float information)
    {
        path.CopyTo(_means[_next]);
        Vector<float> news = new((IsFirm ? FirmTrust : Trust) * information);
        Span<Vector<float>> precision = Spans.Vectors(_precisions[_next].AsSpan());
        ReadOnlySpan<Vector<float>> variance = Spans.Vectors(Variance);
        for (int i = 0; i < precision.Length; i++)
            precision[i] = (Vector<float>.One / variance[i]) + news;
        _ends[_next] = end;
        _next = (_next + 1) % _ends.Length;
    }
}
