using System.Diagnostics;
using PluginHost.Dsp.Convolution;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>What a convolution costs on average and in its dearest block, by length and largest partition.</summary>
internal static class ConvolutionBenchmark
{
    private const int Frames = 64;
    private const int Rounds = 8;

    public static void Run()
    {
        WarmUp();
        Console.WriteLine($"Partitioned convolution, blocks of {Frames} frames");
        foreach (int taps in new[] { 4_800, 48_000, 240_000, 1_920_000 })
        {
            foreach (int largest in new[] { 512, 4_096, 32_768 })
                Report(taps, largest);
        }
    }

    // Tiered compilation promotes in the background after 100 ms of calm.
    private static void WarmUp()
    {
        var convolver = new PartitionedConvolver(Noise.Make(10_000, 1, 0.01f));
        for (int i = 0; i < 3; i++)
        {
            convolver.Process(new float[2_000_000]);
            Thread.Sleep(250);
        }
    }

    // A block's work depends on its place in the largest partition alone. The quickest of some rounds at each place is
    // what the code costs there, whatever else the machine had to do.
    private static void Report(int taps, int largest)
    {
        var convolver = new PartitionedConvolver(Noise.Make(taps, 1, 0.01f), largest);
        float[] input = Noise.Make(Frames, 2, 0.5f), block = new float[Frames];
        // Costs rise until the response is full.
        for (int done = 0; done < taps + (2 * largest); done += Frames)
            Next();
        double[] microseconds = new double[PartitionedConvolver.MaxPartition / Frames];
        Array.Fill(microseconds, double.MaxValue);
        for (int i = 0; i < Rounds * microseconds.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Next();
            double time = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
            microseconds[i % microseconds.Length] = Math.Min(time, microseconds[i % microseconds.Length]);
        }
        double mean = microseconds.Average();
        Console.WriteLine(
            $"  {taps,9} taps, {largest,6} at most   {1000 * mean / Frames,8:0.0} ns per sample   mean {mean,7:0.0} us   dearest {microseconds.Max(),7:0.0} us");

        void Next()
        {
            input.CopyTo(block, 0);
            convolver.Process(block);
        }
    }
}
