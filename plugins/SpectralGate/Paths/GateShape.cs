using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Spectra;

namespace PluginHost.Plugins.Paths;

/// <summary>The choices of <c>mode</c>.</summary>
internal enum GateMode
{
    /// <summary>No latency: a time-varying causal filter.</summary>
    Zero,

    /// <summary>At most 10.7 ms: a long analysis window and a short product window.</summary>
    Live,

    /// <summary>At most 43 ms: long windows.</summary>
    Quality,
}

/// <summary>Lengths, windows and transforms of a mode at a rate; immutable, shared by all lanes.</summary>
internal sealed class GateShape
{
    /// <summary>The short window is so many times shorter than the long one.</summary>
    public const int ShortRatio = 4;

    private const double LiveSeconds = 0.0107;
    private const double QualitySeconds = 0.0428;
    private const int QualityHops = 3;

    /// <summary>Makes windows and transforms; allocates. [control-thread]</summary>
    public GateShape(GateMode mode, int sampleRate)
    {
        (Mode, SampleRate) = (mode, sampleRate);
        int qualityFrames = Hop(QualitySeconds, QualityHops) * QualityHops;
        Length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)qualityFrames);
        ShortLength = Length / ShortRatio;
        int liveFrames = Hop(LiveSeconds, 2) * 2;
        (int product, HopFrames) = mode switch
        {
            // Falls fast, so that an attack counts at once; nothing is put together again.
            GateMode.Zero => (liveFrames / 2, (liveFrames * 9 / 16) & ~15),
            GateMode.Live => (liveFrames, liveFrames / 2),
            _ => (qualityFrames, qualityFrames / QualityHops),
        };
        LatencyFrames = mode == GateMode.Zero ? 0 : product;
        Long = WindowPair.LowDelay(Length, product, Math.Min(HopFrames, product / 2));
        Short = WindowPair.LowDelay(ShortLength, Math.Min(product, ShortLength), Math.Min(HopFrames, Math.Min(product, ShortLength) / 2));
        (LongFft, ShortFft) = (new RealFft(Length), new RealFft(ShortLength));
        (LongEnergy, ShortEnergy) = (Energy(Long), Energy(Short));
        // Of the power of x[n] - x[n-1], after Parseval.
        DifferenceWeights = [.. Enumerable.Range(0, Gain.Lanes.Room(Bins)).Select(k => k >= Bins ? 0 : (float)(
            (k == 0 || k == Length / 2 ? 1 : 2) * 4 * Math.Pow(Math.Sin(Math.PI * k / Length), 2) / (Length * (double)LongEnergy)))];
        // With long windows attacks are seen before they are heard, so more may pass for noise.
        (MemoryMs, Margin) = mode == GateMode.Quality ? (150, 2f) : (60, 1.6f);

        // Whole registers, so that rows stay aligned.
        int Hop(double seconds, int hops) => Math.Max(16, (int)(seconds * sampleRate / hops) & ~15);

        static float Energy(WindowPair windows)
        {
            float sum = 0;
            foreach (float value in windows.Analysis)
                sum += value * value;
            return sum;
        }
    }

    public GateMode Mode { get; }

    public int SampleRate { get; }

    /// <summary>Gets the frames of the long window.</summary>
    public int Length { get; }

    /// <summary>Gets the frames of the short window.</summary>
    public int ShortLength { get; }

    public int LatencyFrames { get; }

    public int HopFrames { get; }

    public WindowPair Long { get; }

    public WindowPair Short { get; }

    public RealFft LongFft { get; }

    public RealFft ShortFft { get; }

    /// <summary>Gets whether the short window is looked at: not where even the long one is waited for.</summary>
    public bool HasShort => Mode != GateMode.Quality;

    /// <summary>Gets the sum of the squares of the long analysis window.</summary>
    public float LongEnergy { get; }

    public float ShortEnergy { get; }

    /// <summary>Gets what the noise of each bin adds to the power of successive samples' differences.</summary>
    public float[] DifferenceWeights { get; }

    /// <summary>Gets the time constant of the a-priori SNR.</summary>
    public double MemoryMs { get; }

    /// <summary>Gets how far above the strays of learned noise a signal begins.</summary>
    public float Margin { get; }

    public double HopSeconds => (double)HopFrames / SampleRate;

    public int Bins => (Length / 2) + 1;

    public int ShortBins => (ShortLength / 2) + 1;
}
