using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Timing;
using PluginHost.PortAudio;
using PluginHost.Sdk;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>What the engine itself costs, around effects that do nothing, asking the system for its times as a live one does.</summary>
internal static class EngineBenchmark
{
    public const int Frames = 64;

    public static readonly EngineOptions Options = new(new AudioFormat(48_000, 2, Frames));

    private static readonly int[] SlotCounts = [0, 1, 2, 5, 10, 20];

    /// <summary>Slots around effects that do nothing: a straight line through their times gives what one slot costs.</summary>
    public static void Overhead()
    {
        Console.WriteLine($"Engine overhead, {Frames}-frame stereo block (1333 us), effects that do nothing");
        List<(string What, AudioEngine Engine)> cases = [.. SlotCounts.Select(slots => ($"{slots} slots", Create(slots)))];
        cases.Add(("5 slots, all bypassed", Create(5, slot => slot.IsBypassed = true)));
        cases.Add(("5 slots, all at mix 0.5", Create(5, slot => slot.Mix = 0.5f)));
        float[] input = Noise.Make(Frames * 2, 1, 0.5f);
        float[] output = new float[Frames * 2];
        Sample[] samples = Sampler.Run([.. cases.Select(one => (Action)(() => one.Engine.Process(input, 2, output, 2, Frames)))]);
        for (int i = 0; i < samples.Length; i++)
        {
            (double median, double best, long bytes) = samples[i];
            Console.WriteLine($"  {cases[i].What,-24} median {median,6:0} ns   best {best,6:0} ns   {bytes} bytes");
            cases[i].Engine.Dispose();
        }
        PrintFit("median", samples, sample => sample.MedianNs);
        PrintFit("best", samples, sample => sample.BestNs);
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

    public static AudioEngine Create(int slots, Action<Slot>? setUp = null) => new(Options, CreateChain(slots, setUp), new AudioThread());

    public static Chain CreateChain(int slots, Action<Slot>? setUp = null)
    {
        Slot[] all = [.. Enumerable.Range(0, slots).Select(i => new Slot($"slot-{i + 1}", new TestEffect()))];
        foreach (Slot slot in all)
            setUp?.Invoke(slot);
        return new Chain(Options, all);
    }

    private static void PrintFit(string which, Sample[] samples, Func<Sample, double> pick)
    {
        double[] ns = [.. samples.Take(SlotCounts.Length).Select(pick)];
        double meanSlots = SlotCounts.Average();
        double slope = SlotCounts.Zip(ns, (slots, time) => (slots - meanSlots) * (time - ns.Average())).Sum()
            / SlotCounts.Sum(slots => (slots - meanSlots) * (slots - meanSlots));
        Console.WriteLine($"  fitted to {which,-6}: {ns.Average() - (slope * meanSlots):0} ns + {slope:0.0} ns per slot (goal: 5 slots 2000 ns, each further slot 100 ns)");
    }
}
