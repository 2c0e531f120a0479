using System.Numerics;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>When a burst of noise comes out of an effect, and when it says it would.</summary>
/// <param name="Onset">Frames until the first trace of it (-100 dB below its peak); -1 when nothing comes out.</param>
/// <param name="Peak">Frames until it comes out most clearly: the lag of the largest cross-correlation.</param>
/// <param name="Clarity">That correlation, normalised: 1 for an exact copy, below 0.1 for anything unrelated.</param>
/// <param name="Declared"><c>LatencyFrames</c> afterwards.</param>
/// <param name="Tail"><c>TailFrames</c> afterwards.</param>
internal readonly record struct Arrival(int Onset, int Peak, double Clarity, int Declared, int Tail)
{
    private const int Lead = 256;
    private const int Burst = 2_048;
    private const int Margin = 16_384;
    private const int LongestTailFrames = 96_000;
    private const float Trace = 1e-5f;
    private const double Clear = 0.15;

    public bool IsClear => Onset >= 0 && Clarity > Clear;

    public int Excess => Peak - Declared;

    /// <summary>
    /// Gets whether sound arrives when declared: its first trace (filters without latency start at once, however late
    /// their bulk comes), or its bulk, to the frame - or within a frame where phase smears it, as between two taps.
    /// </summary>
    public bool IsAligned => Onset >= 0
        && (Onset == Declared || (IsClear && (Excess == 0 || (Onset < Peak && Math.Abs(Excess) <= 1))));

    /// <summary>Gets whether no correct effect could do this: clearly too early, or later than latency and tail
    /// allow.</summary>
    public bool IsImpossible => !IsAligned && IsClear && (Excess < 0 || Excess > Tail);

    /// <summary>Measures the difference that a burst makes, so that noise of the effect's own does not count.</summary>
    public static Arrival Measure(Instance loud, Instance quiet, Setting setting, int seed)
    {
        setting.ApplyTo(loud.Effect);
        setting.ApplyTo(quiet.Effect);
        loud.Reset();
        quiet.Reset();
        int lags = Margin + loud.Latency + Math.Min(loud.Tail, LongestTailFrames);
        (Signal heard, float[] burst) = BurstAfterSilence(lags, seed);
        var unheard = new Signal(heard.Channels, heard.Frames);
        loud.Process(heard, Cuts.Of(256));
        quiet.Process(unheard, Cuts.Of(256));
        for (int channel = 0; channel < heard.Channels; channel++)
        {
            for (int n = 0; n < heard.Frames; n++)
                heard[channel][n] -= unheard[channel][n];
        }
        (int peak, double clarity) = Correlate(heard, burst, lags);
        return new Arrival(FirstTrace(heard), peak, clarity, loud.Latency, loud.Tail);
    }

    private static (Signal Signal, float[] Burst) BurstAfterSilence(int lags, int seed)
    {
        // The same in both channels, so that it is found again whatever happens to the stereo image.
        float[] burst = Signal.Noise(1, Burst, seed)[0].ToArray();
        burst[0] = 1;
        var signal = new Signal(2, Lead + Burst + lags);
        burst.CopyTo(signal[0][Lead..]);
        burst.CopyTo(signal[1][Lead..]);
        return (signal, burst);
    }

    private static int FirstTrace(Signal heard)
    {
        float peak = heard.Peak(0, heard.Frames);
        if (!(peak > 1e-7f))
            return -1;
        for (int n = 0; n < heard.Frames; n++)
        {
            if (heard.Peak(n, 1) > Trace * peak)
                return Math.Max(0, n - Lead);
        }
        return -1;
    }

    private static (int Lag, double Clarity) Correlate(Signal heard, ReadOnlySpan<float> burst, int lags)
    {
        int best = 0;
        float largest = 0;
        for (int lag = 0; lag < lags; lag++)
        {
            float sum = 0;
            for (int channel = 0; channel < heard.Channels; channel++)
                sum += MathF.Abs(Dot(burst, heard[channel].Slice(Lead + lag, Burst)));
            if (sum > largest)
                (largest, best) = (sum, lag);
        }
        double energy = 0;
        for (int channel = 0; channel < heard.Channels; channel++)
        {
            ReadOnlySpan<float> found = heard[channel].Slice(Lead + best, Burst);
            energy += Math.Sqrt((double)Dot(burst, burst) * Dot(found, found));
        }
        return (best, energy > 0 ? largest / energy : 0);
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        return Vector.Sum(sum);
    }
}
