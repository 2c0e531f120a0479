using System.Diagnostics;

namespace PluginHost.Benchmarks;

/// <summary>Times something small: in batches, so that the clock costs nothing, of which the median ignores what else the machine does.</summary>
internal static class Sampler
{
    private const int BatchCalls = 50;

    /// <summary>Gives ns per call: median and the fastest batch; and bytes allocated by all calls.</summary>
    public static (double MedianNs, double BestNs, long Bytes) Run(Action call, int batches = 4_000)
    {
        for (int i = 0; i < 5_000; i++)
            call();
        // Tiered compilation promotes in the background after 100 ms of calm.
        Thread.Sleep(250);
        for (int i = 0; i < 5_000; i++)
            call();
        double[] ns = new double[batches];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < batches; batch++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < BatchCalls; i++)
                call();
            ns[batch] = (Stopwatch.GetTimestamp() - begin) * (1e9 / Stopwatch.Frequency) / BatchCalls;
        }
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Array.Sort(ns);
        return (ns[batches / 2], ns[0], bytes);
    }
}
