namespace PluginHost.Dsp.Levels;

/// <summary>
/// Turns down, ahead of time, what would rise above a ceiling at or between its samples; one gain for all channels. Below the ceiling
/// it changes nothing but the time: what comes out is what went in, to the bit, <see cref="LatencyFrames"/> later.
/// </summary>
/// <remarks>
/// The usual look-ahead design: the gain that each peak needs (<see cref="TruePeakDetector"/>) is held for the length of the
/// look-ahead, released exponentially, and smoothed by two moving averages that together are no longer than the hold, so that the whole
/// reduction is there when the peak comes (Luff, "Designing a straightforward limiter", Signalsmith Audio, 2022; for the hold and
/// release see Giannoulis, Massberg and Reiss, "Digital dynamic range compressor design", JAES 60(6), 2012). Reductions are whole
/// numbers: sums do not drift, and a rest is exactly 1.
/// </remarks>
public sealed class TruePeakLimiter
{
    private const double One = 1 << 30;
    private const double HalfLookAheadMs = 2.5;
    private const double ReleaseMs = 80;

    // The exponential's end, below 0.002 dB, is a straight line: else it would take for ever.
    private const long LeastStep = 64;

    private readonly TruePeakDetector[] _detectors;
    private readonly float[] _delayed;
    private readonly float[] _peaks;
    private readonly float _ceiling;
    private readonly SlidingMaximum _hold;
    private readonly MovingSum _first;
    private readonly MovingSum _second;
    private readonly double _fullSum;
    private readonly double _release;
    private long _released;
    private int _at;
    private float _deepest = 1;
    private long _reducedFrames;
    private long _reductions;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="channels">At least 1.</param>
    /// <param name="maxFrames">The most frames of a block, at least 1.</param>
    /// <param name="sampleRate">Hz, 8000 and more.</param>
    /// <param name="ceiling">The highest true peak, as a gain, above 0 up to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public TruePeakLimiter(int channels, int maxFrames, double sampleRate, float ceiling = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        if (!(ceiling is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(ceiling), ceiling, "A ceiling is above 0 and at most 1.");
        int half = (int)Math.Round(HalfLookAheadMs * sampleRate / 1000);
        int window = (2 * half) - 1;
        // A reading covers two samples: the gain must be there for the earlier one and hold for the later.
        LatencyFrames = window + TruePeakDetector.LatencyFrames;
        _hold = new SlidingMaximum(window + 1);
        (_first, _second, _fullSum) = (new MovingSum(half), new MovingSum(half), One * half * half);
        _release = 1 - Math.Exp(-1000 / (ReleaseMs * sampleRate));
        // A hair below: the last rounding must not be an over.
        _ceiling = ceiling * (1 - 1e-6f);
        _detectors = [.. Enumerable.Range(0, channels).Select(_ => new TruePeakDetector(maxFrames))];
        _delayed = new float[LatencyFrames * channels];
        _peaks = new float[maxFrames];
    }

    /// <summary>Gets the frames by which everything is delayed, 5 ms and a little. [any-thread]</summary>
    public int LatencyFrames { get; }

    /// <summary>Gets how often it had to begin to turn down. [any-thread]</summary>
    public long Reductions => Volatile.Read(ref _reductions);

    /// <summary>Gets the frames that were turned down. [any-thread]</summary>
    public long ReducedFrames => Volatile.Read(ref _reducedFrames);

    /// <summary>Gets the lowest gain since the last call, 1 for none. One thread only. [control-thread]</summary>
    /// <returns>A gain, 0 to 1.</returns>
    public float TakeLowestGain() => Interlocked.Exchange(ref _deepest, 1);

    /// <summary>Limits one block in place. Does not allocate. [audio-thread]</summary>
    /// <param name="planar">Channel after channel, 1 to the most frames each; what is not finite becomes silence.</param>
    /// <param name="stride">From one channel's first sample to the next one's.</param>
    /// <param name="frames">Samples of each channel, at most <paramref name="stride"/>.</param>
    public void Process(Span<float> planar, int stride, int frames)
    {
        Span<float> gains = _peaks.AsSpan(0, frames);
        gains.Clear();
        for (int channel = 0; channel < _detectors.Length; channel++)
        {
            Span<float> row = planar.Slice(channel * stride, frames);
            foreach (ref float sample in row)
                sample = float.IsFinite(sample) ? sample : 0;
            _detectors[channel].Raise(row, gains);
        }
        TurnIntoGains(gains);
        for (int channel = 0; channel < _detectors.Length; channel++)
            Apply(planar.Slice(channel * stride, frames), gains, _delayed.AsSpan(channel * LatencyFrames, LatencyFrames), _at);
        _at = (_at + frames) % LatencyFrames;
    }

    private void TurnIntoGains(Span<float> peaks)
    {
        (float lowest, long reduced, long released) = (1, 0, _released);
        foreach (ref float peak in peaks)
        {
            long needed = peak <= _ceiling ? 0 : (long)Math.Ceiling(One * (1 - (_ceiling / (double)peak)));
            long falling = Math.Max(0, released - Math.Max(LeastStep, (long)(released * _release)));
            long held = Math.Max(_hold.Next(needed), falling);
            if (released == 0 && held > 0)
                Volatile.Write(ref _reductions, _reductions + 1);
            released = held;
            long sum = _second.Next(_first.Next(held));
            peak = sum == 0 ? 1 : (float)(1 - (sum / _fullSum));
            lowest = MathF.Min(lowest, peak);
            reduced += sum == 0 ? 0 : 1;
        }
        _released = released;
        if (reduced == 0)
            return;
        Volatile.Write(ref _reducedFrames, _reducedFrames + reduced);
        if (lowest < Volatile.Read(ref _deepest))
            Volatile.Write(ref _deepest, lowest);
    }

    private static void Apply(Span<float> row, ReadOnlySpan<float> gains, Span<float> delayed, int at)
    {
        for (int frame = 0; frame < row.Length; frame++)
        {
            (row[frame], delayed[at]) = (delayed[at] * gains[frame], row[frame]);
            if (++at == delayed.Length)
                at = 0;
        }
    }
}
