using System.Diagnostics;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>Times <c>Process</c> at the defaults: the median of seven rounds of 64-frame blocks of stereo noise at 48
/// kHz.</summary>
internal sealed class TimingProbe : ICheck
{
    private const int Block = 64;
    private const int BlocksPerRound = 750;
    private const int Rounds = 7;

    public string Name => "timing";

    /// <summary>Gets what was measured; null until then. [any-thread]</summary>
    public EffectTiming? Timing { get; private set; }

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        double[] rounds = new double[Rounds + 1];
        for (int round = 0; round < rounds.Length; round++)
        {
            Signal noise = Signal.Noise(2, Block * BlocksPerRound, bench.Seed);
            long start = Stopwatch.GetTimestamp();
            instance.Process(noise, Cuts.Of(Block));
            rounds[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / noise.Frames;
        }
        // The first round warms up.
        double median = rounds[1..].Order().ElementAt(Rounds / 2);
        Timing = new EffectTiming(median, median * Instance.UsualFormat.SampleRate / 1e9 * 100);
        return Verdict.Passed($"{median:F1} ns");
    }
}
