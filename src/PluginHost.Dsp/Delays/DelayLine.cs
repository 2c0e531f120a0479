using System.Numerics;

namespace PluginHost.Dsp.Delays;

/// <summary>The last frames of one channel, in a ring whose size is a power of two. A delay of 1 is the newest
/// sample.</summary>
/// <remarks>Reading comes before writing: with a delay of D, what is read now was written D frames ago.</remarks>
public sealed class DelayLine
{
    private readonly float[] _ring;
    private int _next;

    /// <summary>Allocates a line full of silence. [control-thread]</summary>
    /// <param name="maxDelay">The longest delay that will be read, at least 1 frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is below 1 frame or beyond 2^29.</exception>
    public DelayLine(int maxDelay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDelay, 1 << 29);
        MaxDelay = maxDelay;
        // Two more than asked for: the interpolation looks that far beyond.
        _ring = new float[BitOperations.RoundUpToPowerOf2((uint)maxDelay + 2)];
    }

    /// <summary>Gets the longest delay that may be read, in frames. [any-thread]</summary>
    public int MaxDelay { get; }

    /// <summary>Fills the line with silence. Does not allocate. [audio-thread]</summary>
    public void Reset() => Array.Clear(_ring);

    /// <summary>Puts samples behind the newest one. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">At most <see cref="MaxDelay"/>, oldest first.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        int first = Math.Min(samples.Length, _ring.Length - _next);
        samples[..first].CopyTo(_ring.AsSpan(_next));
        samples[first..].CopyTo(_ring);
        _next = (_next + samples.Length) & (_ring.Length - 1);
    }

    /// <summary>Copies samples that were written, oldest first. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Filled whole; at most <paramref name="delay"/> long, for the rest is not yet
    /// written.</param>
    /// <param name="delay">Delay of the first of them, 1 to <see cref="MaxDelay"/> frames.</param>
    public void Read(Span<float> samples, int delay)
    {
        int start = (_next - delay) & (_ring.Length - 1);
        int first = Math.Min(samples.Length, _ring.Length - start);
        _ring.AsSpan(start, first).CopyTo(samples);
        _ring.AsSpan(0, samples.Length - first).CopyTo(samples[first..]);
    }

    /// <summary>Reads one sample. [audio-thread]</summary>
    /// <param name="delay">1 to <see cref="MaxDelay"/> frames.</param>
    /// <returns>What was written that many frames ago.</returns>
    public float Read(int delay) => _ring[(_next - delay) & (_ring.Length - 1)];

    /// <summary>Reads between two samples along the line through them. Exact on whole frames. [audio-thread]</summary>
    /// <param name="delay">1 to <see cref="MaxDelay"/> frames.</param>
    /// <returns>The signal at that delay.</returns>
    /// <remarks>The quickest, and the dullest: halfway between two samples the gain is cos(pi f), -0.7 dB at an eighth
    /// of the sample rate and -3 dB at a quarter.</remarks>
    public float ReadLinear(double delay)
    {
        int whole = (int)delay;
        float here = Read(whole), older = Read(whole + 1);
        return here + ((float)(delay - whole) * (older - here));
    }

    /// <summary>
    /// Reads between two samples through the cubic through the four around (Lagrange interpolation of order 3: Laakso
    /// et al., "Splitting the unit delay", IEEE Signal Processing Magazine 13(1), 1996). Exact on whole frames.
    /// [audio-thread]
    /// </summary>
    /// <param name="delay">2 to <see cref="MaxDelay"/> frames.</param>
    /// <returns>The signal at that delay.</returns>
    /// <remarks>Halfway between two samples the gain is within 0.1 dB up to an eighth of the sample rate, and -1.1 dB
    /// at a quarter.</remarks>
    public float ReadBetween(double delay)
    {
        int whole = (int)delay;
        double d = delay - whole;
        int mask = _ring.Length - 1;
        int place = _next - whole;
        double newer = _ring[(place + 1) & mask];
        double here = _ring[place & mask];
        double older = _ring[(place - 1) & mask];
        double oldest = _ring[(place - 2) & mask];
        return (float)(
            (-d * (d - 1) * (d - 2) / 6 * newer)
            + ((d + 1) * (d - 1) * (d - 2) / 2 * here)
            - ((d + 1) * d * (d - 2) / 2 * older)
            + ((d + 1) * d * (d - 1) / 6 * oldest));
    }

    /// <summary>Reads a block whose delay may differ from frame to frame, by the same cubic. Does not allocate.
    /// [audio-thread]</summary>
    /// <param name="samples">Filled whole.</param>
    /// <param name="delays">One for each of them, in frames, counted from the frame itself: of frame i at least i + 2,
    /// for nothing younger is written yet, and at most <see cref="MaxDelay"/>.</param>
    public void ReadBetween(Span<float> samples, ReadOnlySpan<double> delays)
    {
        delays = delays[..samples.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = ReadBetween(delays[i] - i);
    }
}
