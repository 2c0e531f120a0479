using System.Numerics;
using System.Runtime.InteropServices;

namespace PluginHost.Dsp.Levels;

/// <summary>
/// The peak of one channel between its samples as well as at them: four times oversampled with the filter of Recommendation
/// ITU-R BS.1770-4 (2015), annex 2, as <see cref="TruePeakMeter"/> reads it, but frame by frame. What a converter or a resampler behind us will rise to.
/// </summary>
/// <remarks>
/// The filter's own ripple is 0.24 dB up to 0.42 of the sample rate. Four times the rate reads too low by 0.17 dB at a quarter of the
/// sample rate, by 0.55 dB at 0.45 of it, at worst (annex 2, appendix 1). The standard asks for less oversampling above 48 kHz; the same filter is used there, which reads no worse.
/// </remarks>
public sealed class TruePeakDetector
{
    /// <summary>Frames from a sample to the reading that covers what lies before it; the one behind it covers what lies after.</summary>
    public const int LatencyFrames = Taps / 2 - 1;

    private const int Taps = 12;

    private readonly float[] _samples;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="maxFrames">The most frames of a block, at least 1.</param>
    public TruePeakDetector(int maxFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrames, 1);
        _samples = new float[maxFrames + Taps - 1];
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset() => Array.Clear(_samples);

    /// <summary>Raises readings to the peaks of a block where those are higher. Does not allocate. [audio-thread]</summary>
    /// <param name="row">1 to the most frames, finite.</param>
    /// <param name="peaks">As long as the row. Its frame n covers, ends included, the time between the samples
    /// n - <see cref="LatencyFrames"/> - 1 and n - <see cref="LatencyFrames"/>.</param>
    public void Raise(ReadOnlySpan<float> row, Span<float> peaks)
    {
        row.CopyTo(_samples.AsSpan(Taps - 1));
        Span<float> samples = _samples.AsSpan(0, row.Length + Taps - 1);
        int frame = 0;
        for (; frame + Vector<float>.Count <= row.Length; frame += Vector<float>.Count)
        {
            Span<float> reading = peaks.Slice(frame, Vector<float>.Count);
            Vector<float> peak = Vector.Max(new Vector<float>(reading), Vector.Abs(At(samples, frame + Taps - 1 - LatencyFrames)));
            foreach (float[] phase in TruePeakMeter.Phases)
            {
                Vector<float> sum = Vector<float>.Zero;
                for (int tap = 0; tap < Taps; tap++)
                    sum += At(samples, frame + tap) * phase[tap];
                peak = Vector.Max(peak, Vector.Abs(sum));
            }
            peak.CopyTo(reading);
        }
        for (; frame < row.Length; frame++)
            peaks[frame] = MathF.Max(peaks[frame], PeakAt(samples.Slice(frame, Taps)));
        samples[row.Length..].CopyTo(_samples);
    }

    private static Vector<float> At(ReadOnlySpan<float> samples, int index) =>
        MemoryMarshal.Read<Vector<float>>(MemoryMarshal.AsBytes(samples.Slice(index, Vector<float>.Count)));

    private static float PeakAt(ReadOnlySpan<float> samples)
    {
        float peak = MathF.Abs(samples[Taps - 1 - LatencyFrames]);
        foreach (float[] phase in TruePeakMeter.Phases)
        {
            float sum = 0;
            for (int tap = 0; tap < Taps; tap++)
                sum += samples[tap] * phase[tap];
            peak = MathF.Max(peak, MathF.Abs(sum));
        }
        return peak;
    }
}
