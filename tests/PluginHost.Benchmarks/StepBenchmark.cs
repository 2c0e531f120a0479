using System.Diagnostics;
using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;

namespace PluginHost.Benchmarks;

/// <summary>One generated step: about 20 features in, a set of about 5 tokens out.</summary>
internal static class StepBenchmark
{
    private const int Rounds = 4000, Warmup = 1000;

    public static void Run()
    {
        Console.WriteLine("inference, one step with a set of 5 of 88 tokens (microseconds: median and 99th percentile of processor time; wall maximum; bytes)");
        foreach ((RecurrentCell cell, int hidden) in new[] { (RecurrentCell.Gru, 200), (RecurrentCell.Gru, 256), (RecurrentCell.Gru, 384), (RecurrentCell.Lstm, 256) })
            Step(cell, hidden);
    }

    private static void Step(RecurrentCell cell, int hidden)
    {
        StepModel model = new(new StepShape(88, 488, cell, hidden, 1, StepHead.Set, 192, 0, 0, 0), 1);
        StepSampler sampler = new(model);
        StepState state = new(model);
        CounterRandom random = new(1, 1, 0);
        StepToken[] tokens = new StepToken[5];
        // The end is forbidden, so that every set is full; then five draws are made, and the low ones leave room for those above.
        float[] bias = [.. Enumerable.Range(0, 89).Select(i => i == 88 ? float.NegativeInfinity : -0.15f * i)];
        int[] inputs = [.. Enumerable.Range(0, 20).Select(i => i * 24)];
        double[] times = new double[Rounds];
        double slowest = 0;
        long drawn = 0, bytes = 0;
        for (int i = 0; i < Warmup + Rounds; i++)
        {
            if (i == Warmup)
                bytes = GC.GetAllocatedBytesForCurrentThread();
            long wall = Stopwatch.GetTimestamp();
            TimeSpan start = ThreadTime.Now();
            sampler.Advance(state, inputs);
            drawn += sampler.Sample(state, 1, 1, bias, ref random, tokens);
            double time = (ThreadTime.Now() - start).TotalMicroseconds;
            if (i < Warmup)
                continue;
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(wall).TotalMicroseconds);
            times[i - Warmup] = time;
        }
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Array.Sort(times);
        Console.WriteLine($"  {cell} 1x{hidden}: {times[Rounds / 2],6:0.0} {times[Rounds * 99 / 100],6:0.0} {slowest,8:0} {bytes,5}  ({drawn / (double)(Warmup + Rounds):0.0} tokens)");
    }
}
