namespace PluginHost.Dsp.Convolution;

/// <summary>
/// Convolves one channel with a long response, such as that of a room, without latency: the first 64 taps directly, the
/// rest by FFT in partitions that grow by 8 from 64 on.
/// </summary>
/// <remarks>
/// W. G. Gardner, "Efficient convolution without input-output delay", Journal of the AES 43, 1995. A partition is
/// transformed as soon as its block is full, on the calling thread. Work peaks there: where a block of the largest
/// partition ends, two transforms of twice its size and one product are due at once, and those of the smaller ones. All
/// other products are spread evenly over the block before, a share every 64 frames. Larger partitions cost less per
/// frame and more at the peak. What comes out does not depend on how the stream is cut, and differs from an exact
/// convolution by less than -120 dB. No feedback: what is not a number is gone once the response has passed, two of the
/// largest blocks later at most.
/// </remarks>
public sealed class PartitionedConvolver
{
    /// <summary>The most taps: 21 s at 192 kHz.</summary>
    public const int MaxTaps = 4_194_304;

    /// <summary>The largest partition there can be.</summary>
    public const int MaxPartition = 32_768;

    /// <summary>Taps of the head, frames of the smallest partition.</summary>
    internal const int Step = 64;

    private const int Growth = 8;

    private readonly DirectHead _head;
    private readonly PartitionLevel[] _levels;

    // What the levels add to the head in this step.
    private readonly float[] _late = new float[Step];
    private int _frame;

    /// <summary>Transforms the response and warms the code up; allocates some 16 bytes per tap. [control-thread]</summary>
    /// <param name="response">The taps, all finite, 1 to <see cref="MaxTaps"/>; copied.</param>
    /// <param name="largestPartition">Frames of the largest partition: 64, 512, 4096 or 32 768; smaller ones are used as
    /// long as larger ones would not pay. Very long responses gain by 32 768, if blocks are long enough to bear its
    /// peak: 10 s at 192 kHz then cost 0.1 instead of 0.5 us per sample, and 0.5 instead of 0.1 ms at a peak (measured
    /// on a server processor; see the benchmark "convolution").</param>
    /// <exception cref="ArgumentException">A tap is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no taps or too many, or no such partitions.</exception>
    public PartitionedConvolver(ReadOnlySpan<float> response, int largestPartition = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(response.Length, 1, nameof(response));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(response.Length, MaxTaps, nameof(response));
        if (largestPartition is not (64 or 512 or 4096 or MaxPartition))
            throw new ArgumentOutOfRangeException(nameof(largestPartition), largestPartition, "64, 512, 4096 or 32768.");
        foreach (float tap in response)
        {
            if (!float.IsFinite(tap))
                throw new ArgumentException($"A tap is {tap}.", nameof(response));
        }
        _head = new DirectHead(response[..Math.Min(Step, response.Length)]);
        _levels = [.. Levels(response, largestPartition)];
        Process(new float[Step]);
        Reset();
    }

    /// <summary>Forgets the signal. Takes no longer for a long response than for a short one. [audio-thread]</summary>
    public void Reset()
    {
        _head.Reset();
        foreach (PartitionLevel level in _levels)
            level.Reset();
        Array.Clear(_late);
        _frame = 0;
    }

    /// <summary>Convolves what comes next, y[n] = sum of response[k] x[n - k]. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Any number of them; changed in place.</param>
    public void Process(Span<float> samples)
    {
        while (samples.Length > 0)
        {
            Span<float> run = samples[..Math.Min(Step - _frame, samples.Length)];
            _head.Process(run, _frame, _late);
            samples = samples[run.Length..];
            _frame += run.Length;
            if (_frame == Step)
                EndStep();
        }
    }

    private static List<PartitionLevel> Levels(ReadOnlySpan<float> response, int largest)
    {
        List<PartitionLevel> levels = [];
        for (int size = Step; size < response.Length; size *= Growth)
        {
            // A larger partition must be worth its transforms.
            bool last = size == largest || response.Length <= 2 * Growth * size;
            levels.Add(new PartitionLevel(size, last ? response[size..] : response[size..(Growth * size)]));
            if (last)
                break;
        }
        return levels;
    }

    private void EndStep()
    {
        Array.Clear(_late);
        foreach (PartitionLevel level in _levels)
            level.Advance(_head.Current, _late);
        _head.Advance();
        _frame = 0;
    }
}
