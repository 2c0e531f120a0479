using System.Diagnostics;
using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Timing;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>What it costs to play another chain: to build it beside the stream, and to run both while they fade.</summary>
internal static class SwapBenchmark
{
    private const int Swaps = 300;

    public static void Run()
    {
        using AudioEngine engine = EngineBenchmark.Create(5);
        float[] block = Noise.Make(EngineBenchmark.Frames * 2, 1, 0.5f);
        float[] output = new float[block.Length];
        Histogram building = new();
        Histogram alone = new();
        Histogram fading = new();
        long bytes = 0;
        for (int swap = 0; swap < Swaps; swap++)
        {
            long begin = Stopwatch.GetTimestamp();
            Chain next = EngineBenchmark.CreateChain(5);
            building.Add(Nanoseconds(begin));
            engine.Submit(next);
            while (!engine.IsSettled)
                bytes += Time(engine, block, output, fading);
            for (int i = 0; i < 20; i++)
                bytes += Time(engine, block, output, alone);
            while (engine.TryTakeRetired(out Chain old))
                old.Dispose();
        }
        Console.WriteLine($"Chain swap, 5 slots for 5 slots, {Swaps} swaps, ns");
        Print("build, prepare, warm up", building);
        Print("block of one chain", alone);
        Print("block while both fade", fading);
        Console.WriteLine($"  {(double)fading.Count / Swaps:0.0} blocks per fade, {bytes} bytes on the audio side");
    }

    private static long Time(AudioEngine engine, float[] input, float[] output, Histogram histogram)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        engine.Process(input, 2, output, 2, EngineBenchmark.Frames);
        histogram.Add(Nanoseconds(begin));
        return GC.GetAllocatedBytesForCurrentThread() - bytes;
    }

    private static long Nanoseconds(long since) => (long)((Stopwatch.GetTimestamp() - since) * (1e9 / Stopwatch.Frequency));

    private static void Print(string what, Histogram times) =>
        Console.WriteLine($"  {what,-24} p50 {times.Percentile(50),8}  p99 {times.Percentile(99),8}  max {times.Max,9}");
}
