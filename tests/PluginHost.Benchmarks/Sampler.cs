using System.Diagnostics;

namespace PluginHost.Benchmarks;

/// <summary>ns per call: median, and best batch; and the bytes that all calls allocated.</summary>
internal readonly record struct Sample(double MedianNs, double BestNs, long Bytes);

/// <summary>
/// Times small things in batches, so that the clock costs nothing. What is to be compared takes turns, so that a busy moment of the
/// machine meets all alike. The best batch tells what the code costs, the median what it costs here and now.
/// </summary>
internal static class Sampler
{
    private const int BatchCalls = 50;
    private const int BatchesPerTurn = 50;
    private const int Turns = 60;

    public static Sample Run(Action call) => Run([call])[0];

    public static Sample[] Run(IReadOnlyList<Action> calls)
    {
        foreach (Action call in calls)
            Repeat(call, 3_000);
        // Tiered compilation promotes in the background after 100 ms of calm.
        Thread.Sleep(250);
        double[][] ns = [.. calls.Select(_ => new double[Turns * BatchesPerTurn])];
        long[] bytes = new long[calls.Count];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < calls.Count; i++)
                bytes[i] += Turn(calls[i], ns[i].AsSpan(turn * BatchesPerTurn, BatchesPerTurn));
        }
        foreach (double[] times in ns)
            Array.Sort(times);
        return [.. ns.Select((times, i) => new Sample(times[times.Length / 2], times[0], bytes[i]))];
    }

    private static long Turn(Action call, Span<double> ns)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref double batch in ns)
        {
            long begin = Stopwatch.GetTimestamp();
            Repeat(call, BatchCalls);
            batch = (Stopwatch.GetTimestamp() - begin) * (1e9 / Stopwatch.Frequency) / BatchCalls;
        }
        return GC.GetAllocatedBytesForCurrentThread() - bytes;
    }

    private static void Repeat(Action call, int times)
    {
        for (int i = 0; i < times; i++)
            call();
    }
}
