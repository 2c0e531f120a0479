using System.Diagnostics;
using PluginHost.Engine.Rings;

namespace PluginHost.Benchmarks;

/// <summary>How fast samples pass a ring, on one thread and from one to another.</summary>
internal static class RingBenchmark
{
    private const int BlockSamples = 128;

    public static void Run()
    {
        Console.WriteLine("SpscRing");
        SpscRing<float> ring = new(4_096);
        float[] block = new float[BlockSamples];
        Sample single = Sampler.Run(() =>
        {
            ring.TryWrite(1f);
            ring.TryRead(out float _);
        });
        Console.WriteLine($"  one sample in and out, one thread       {single.BestNs,6:0.0} ns   {single.Bytes} bytes");
        Sample whole = Sampler.Run(() =>
        {
            ring.TryWrite(block);
            ring.TryRead(block);
        });
        Console.WriteLine($"  a block of {BlockSamples} in and out, one thread   {whole.BestNs,6:0.0} ns   {whole.Bytes} bytes");
        double[] rates = [.. Enumerable.Range(0, 5).Select(_ => Across(ring)).Order()];
        Console.WriteLine($"  blocks of {BlockSamples} between two threads       {rates[2] / 1e6,6:0} million samples a second (median of 5)");
    }

    private static double Across(SpscRing<float> ring)
    {
        const int blocks = 1_000_000;
        Thread writer = new(() =>
        {
            float[] block = new float[BlockSamples];
            SpinWait wait = default;
            for (int written = 0; written < blocks;)
            {
                if (ring.TryWrite(block))
                    written++;
                else
                    wait.SpinOnce(sleep1Threshold: -1);
            }
        });
        float[] destination = new float[BlockSamples];
        long begin = Stopwatch.GetTimestamp();
        writer.Start();
        SpinWait wait = default;
        for (int read = 0; read < blocks;)
        {
            if (ring.TryRead(destination))
                read++;
            else
                wait.SpinOnce(sleep1Threshold: -1);
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        writer.Join();
        return (double)blocks * BlockSamples / seconds;
    }
}
