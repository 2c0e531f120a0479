using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>What the engine itself costs, around effects that do nothing.</summary>
internal static class EngineBenchmark
{
    public const int Frames = 64;

    public static readonly EngineOptions Options = new(new AudioFormat(48_000, 2, Frames));

    /// <summary>Slots around effects that do nothing: a straight line through their times gives what one slot costs.</summary>
    public static void Overhead()
    {
        Console.WriteLine($"Engine overhead, {Frames}-frame stereo block (1333 us), effects that do nothing");
        List<(int Slots, double Ns)> points = [];
        foreach (int slots in new[] { 0, 1, 2, 5, 10, 20 })
            points.Add((slots, Report($"{slots} slots", slots)));
        Report("5 slots, all bypassed", 5, slot => slot.IsBypassed = true);
        Report("5 slots, all at mix 0.5", 5, slot => slot.Mix = 0.5f);
        double meanSlots = points.Average(point => point.Slots);
        double meanNs = points.Average(point => point.Ns);
        double slope = points.Sum(point => (point.Slots - meanSlots) * (point.Ns - meanNs)) / points.Sum(point => Math.Pow(point.Slots - meanSlots, 2));
        Console.WriteLine($"  fitted: {meanNs - (slope * meanSlots):0} ns + {slope:0.0} ns per slot (goal: 5 slots at most 2000 ns, each further slot 100 ns)");
    }

    /// <summary>Each block by itself, with the tail that decides about dropouts.</summary>
    public static void BlockTimes()
    {
        const int blocks = 300_000;
        using AudioEngine engine = Create(5);
        float[] input = Noise.Make(Frames * 2, 1, 0.5f);
        float[] output = new float[Frames * 2];
        Histogram histogram = new();
        AllocationGate gate = new();
        for (int i = 0; i < blocks; i++)
        {
            gate.Open();
            long begin = Stopwatch.GetTimestamp();
            engine.Process(input, 2, output, 2, Frames);
            long ticks = Stopwatch.GetTimestamp() - begin;
            gate.Close();
            histogram.Add((long)(ticks * (1e9 / Stopwatch.Frequency)));
        }
        Console.WriteLine($"Block times, 5 slots, {blocks:N0} blocks, no real-time priority, ns");
        Console.WriteLine($"  p50 {histogram.Percentile(50)}  p90 {histogram.Percentile(90)}  p99 {histogram.Percentile(99)}  p99.9 {histogram.Percentile(99.9)}"
            + $"  max {histogram.Max}  ({gate.Bytes} bytes)");
    }

    public static AudioEngine Create(int slots, Action<Slot>? setUp = null) => new(Options, CreateChain(slots, setUp));

    public static Chain CreateChain(int slots, Action<Slot>? setUp = null)
    {
        Slot[] all = [.. Enumerable.Range(0, slots).Select(i => new Slot($"slot-{i + 1}", new TestEffect()))];
        foreach (Slot slot in all)
            setUp?.Invoke(slot);
        return new Chain(Options, all);
    }

    private static double Report(string what, int slots, Action<Slot>? setUp = null)
    {
        using AudioEngine engine = Create(slots, setUp);
        float[] input = Noise.Make(Frames * 2, 1, 0.5f);
        float[] output = new float[Frames * 2];
        (double median, double best, long bytes) = Sampler.Run(() => engine.Process(input, 2, output, 2, Frames));
        Console.WriteLine($"  {what,-24} median {median,6:0} ns   best {best,6:0} ns   {bytes} bytes");
        return median;
    }
}
