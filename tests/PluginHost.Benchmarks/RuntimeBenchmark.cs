using System.Diagnostics;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Timing;
using PluginHost.PortAudio;
using PluginHost.Sdk;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>The parts that the engine's overhead is made of: what the runtime takes for an answer, and what samples cost to look at.</summary>
internal static class RuntimeBenchmark
{
    private static long _sink;

    public static void Run()
    {
        Console.WriteLine("Parts");
        float[] samples = Noise.Make(128, 1);
        DryLine line = new(2, 64, 0);
        AudioThread thread = new();
        Report("nothing", () => _sink++);
        Report("timestamp", () => _sink += Stopwatch.GetTimestamp());
        Report("CPU clock of the thread", () => _sink += thread.CpuNanoseconds);
        Report("allocated bytes", () => _sink += GC.GetAllocatedBytesForCurrentThread());
        Report("one collection count", () => _sink += GC.CollectionCount(0));
        Report("total pause", () => _sink += GC.GetTotalPauseDuration().Ticks);
        Report("collections and pauses", () => _sink += GcReading.Now().Count0);
        Report("thread id", () => _sink += Environment.CurrentManagedThreadId);
        Report("peak of 2 x 64", () => _sink += (long)(SampleScan.Peak(samples.AsSpan(0, 64)) + SampleScan.Peak(samples.AsSpan(64))));
        Report("squares of 2 x 64", () => _sink += (long)(SampleScan.SumOfSquares(samples.AsSpan(0, 64)) + SampleScan.SumOfSquares(samples.AsSpan(64))));
        Report("dry line of 2 x 64", () => line.Write(new AudioBuffer(samples, 2, 64, 64)));
    }

    private static void Report(string what, Action call)
    {
        Sample sample = Sampler.Run(call);
        Console.WriteLine($"  {what,-24} median {sample.MedianNs,6:0.0} ns   best {sample.BestNs,6:0.0} ns");
    }
}
