using System.Numerics;

namespace PluginHost.Dsp.Levels;

/// <summary>
/// The peak between the samples, after Recommendation ITU-R BS.1770-4 (2015), annex 2: four times oversampled by the
/// interpolator of its table (48 taps in four phases). At 48 kHz it reads within -0.4 and +0.2 dB, as EBU Tech 3341 asks.
/// </summary>
public sealed class TruePeakMeter
{
    private const int Taps = 12;
    private const int ChunkFrames = 512;

    // Phases 2 and 3 are phases 1 and 0 backwards.
    internal static readonly float[][] Phases = Design(
        [
            0.0017089843750f, 0.0109863281250f, -0.0196533203125f, 0.0332031250000f, -0.0594482421875f, 0.1373291015625f,
            0.9721679687500f, -0.1022949218750f, 0.0476074218750f, -0.0266113281250f, 0.0148925781250f, -0.0083007812500f,
        ],
        [
            -0.0291748046875f, 0.0292968750000f, -0.0517578125000f, 0.0891113281250f, -0.1665039062500f, 0.4650878906250f,
            0.7797851562500f, -0.2003173828125f, 0.1015625000000f, -0.0582275390625f, 0.0330810546875f, -0.0189208984375f,
        ]);

    private readonly float[][] _windows;
    private float _peak;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="channels">Channels, at least 1.</param>
    public TruePeakMeter(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _windows = new float[channels][];
        for (int i = 0; i < channels; i++)
            _windows[i] = new float[Taps - 1 + ChunkFrames];
    }

    /// <summary>Gets the largest magnitude since the last reset, of the samples themselves or between them, linear. [any-thread]</summary>
    public float Peak => Volatile.Read(ref _peak);

    /// <summary>Forgets the signal and the peak. [audio-thread]</summary>
    public void Reset()
    {
        foreach (float[] window in _windows)
            Array.Clear(window);
        Volatile.Write(ref _peak, 0);
    }

    /// <summary>Listens to one block. Does not allocate. [audio-thread]</summary>
    /// <param name="planar">Channel after channel, as many as there are; left alone.</param>
    /// <param name="stride">From one channel's first sample to the next one's.</param>
    /// <param name="frames">Samples of each channel, at most <paramref name="stride"/>.</param>
    public void Process(ReadOnlySpan<float> planar, int stride, int frames)
    {
        float peak = _peak;
        for (int channel = 0; channel < _windows.Length; channel++)
        {
            ReadOnlySpan<float> samples = planar.Slice(channel * stride, frames);
            peak = Math.Max(peak, Level.Peak(samples));
            for (float[] window = _windows[channel]; !samples.IsEmpty;)
            {
                int some = Math.Min(samples.Length, ChunkFrames);
                samples[..some].CopyTo(window.AsSpan(Taps - 1));
                foreach (float[] phase in Phases)
                    peak = Math.Max(peak, Peaks(window, phase, some));
                window.AsSpan(some, Taps - 1).CopyTo(window);
                samples = samples[some..];
            }
        }
        Volatile.Write(ref _peak, peak);
    }

    private static float Peaks(ReadOnlySpan<float> window, ReadOnlySpan<float> taps, int frames)
    {
        Vector<float> peaks = Vector<float>.Zero;
        int at = 0;
        for (; at + Vector<float>.Count <= frames; at += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += taps[tap] * new Vector<float>(window.Slice(at + tap, Vector<float>.Count));
            peaks = Vector.Max(peaks, Vector.Abs(sum));
        }
        float peak = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            peak = Math.Max(peak, peaks[lane]);
        for (; at < frames; at++)
        {
            float sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += taps[tap] * window[at + tap];
            peak = Math.Max(peak, Math.Abs(sum));
        }
        return peak;
    }

    private static float[][] Design(float[] phase0, float[] phase1) =>
        [phase0, phase1, [.. Enumerable.Reverse(phase1)], [.. Enumerable.Reverse(phase0)]];
}
