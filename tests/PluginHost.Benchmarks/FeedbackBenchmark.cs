using System.Diagnostics;
using System.Globalization;
using PluginHost.Dsp.Convolution;
using PluginHost.PortAudio;
using PluginHost.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Benchmarks;

/// <summary>
/// What the feedback suppressor costs, mono at 48 kHz in blocks of 64 frames with denormals flushed as live: with no loop, and
/// in a loop some decibels beyond its limit, where it subtracts and cuts. The loop is closed once; what the microphone heard is
/// then played again, to which the suppressor answers with the same bits.
/// </summary>
internal static class FeedbackBenchmark
{
    private const int Rate = 48_000;
    private const int Seconds = 15;
    private const int Frames = 64;
    private const int Rounds = 5;
    private const int DelayFrames = 192;
    private static readonly AudioThread Thread = new();

    public static void Run()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
        Thread.Enter(ours: false);
        Console.WriteLine($"Feedback suppressor, mono, 48 kHz, blocks of {Frames}, {Seconds} s, CPU time, median / best of {Rounds} passes; each block at its least, us");
        foreach (bool isLoop in new[] { false, true })
        {
            Console.WriteLine(isLoop ? "  in a loop" : "  no loop");
            foreach ((string mode, float ms) in new[] { ("notch", 100f), ("both", 100f), ("both", 340f) })
                Blocks(mode, ms, isLoop);
        }
    }

    private static void Blocks(string mode, float lengthMs, bool isLoop)
    {
        using FeedbackSuppressorEffect effect = new();
        Parameter choice = effect.Parameters.Single(parameter => parameter.Id == "mode");
        choice.Target = choice.Minimum + choice.Choices.ToList().IndexOf(mode);
        effect.Parameters.Single(parameter => parameter.Id == "filter-length").Target = lengthMs;
        effect.Prepare(new AudioFormat(Rate, 1, Frames));
        float[] heard = Heard(effect, isLoop), block = new float[Frames];
        int blocks = heard.Length / Frames;
        double[] passes = new double[Rounds], times = new double[blocks], best = new double[blocks];
        Array.Fill(best, double.MaxValue);
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            effect.Reset();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < blocks; i++)
            {
                heard.AsSpan(i * Frames, Frames).CopyTo(block);
                long begin = Now();
                RunBlock(effect, block, i);
                times[i] = (Now() - begin) * 1e-3;
                best[i] = Math.Min(best[i], times[i]);
            }
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            passes[round] = times.Sum() * 1e-6;
        }
        float state = effect.Meters.Single(meter => meter.Id == "state").Value;
        Array.Sort(passes);
        Array.Sort(best);
        const double Deadline = Frames * 1e6 / Rate;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"    {mode,-5} {lengthMs,3:0} ms: {100 * passes[Rounds / 2] / Seconds,5:0.00} % / {100 * passes[0] / Seconds,5:0.00} % of a core; "
            + $"p50 {At(50),5:0.0}  p99 {At(99),5:0.0}  p99.9 {At(99.9),5:0.0}  max {best[^1],6:0.0} ({100 * best[^1] / Deadline,4:0.0} % of the deadline)  (state {state:0} at the end, {bytes} bytes)"));

        double At(double percent) => best[(int)(percent / 100 * (best.Length - 1))];
    }

    private static void RunBlock(FeedbackSuppressorEffect effect, float[] block, int index) =>
        effect.Process(new ProcessContext(new AudioBuffer(block, 1, Frames, Frames), new Transport(120, 0, (long)index * Frames)));

    private static long Now() => OperatingSystem.IsLinux() ? Thread.CpuNanoseconds : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>What the microphone hears with this suppressor in the loop, which is turned up in the third second.</summary>
    private static float[] Heard(FeedbackSuppressorEffect effect, bool isLoop)
    {
        float[] heard = Played(), block = new float[Frames], back = new float[DelayFrames + Frames], sent = new float[Frames];
        PartitionedConvolver room = new(Response());
        for (int i = 0; i < heard.Length / Frames; i++)
        {
            Span<float> now = heard.AsSpan(i * Frames, Frames);
            float gain = !isLoop ? 0 : i * Frames < 2 * Rate ? 0.2f : 0.6f;
            for (int n = 0; n < Frames; n++)
                now[n] = Math.Clamp(now[n] + (gain * back[n]), -1, 1);
            now.CopyTo(block);
            RunBlock(effect, block, i);
            block.CopyTo(sent, 0);
            room.Process(sent);
            back.AsSpan(Frames).CopyTo(back);
            sent.CopyTo(back, DelayFrames);
        }
        return heard;
    }

    /// <summary>A response of 0.3 s with a mean gain of 1 at all frequencies, so that its peaks lie some 10 dB above.</summary>
    private static float[] Response()
    {
        float[] response = PluginHost.Testing.Noise.Make(Rate * 3 / 10, seed: 9, 1);
        double energy = 0;
        for (int n = 0; n < response.Length; n++)
        {
            response[n] *= MathF.Pow(10, -3f * n / response.Length);
            energy += response[n] * response[n];
        }
        for (int n = 0; n < response.Length; n++)
            response[n] /= (float)Math.Sqrt(energy);
        return response;
    }

    /// <summary>Notes and bursts of noise with gaps, over a little noise.</summary>
    private static float[] Played()
    {
        float[] samples = PluginHost.Testing.Noise.Make(Rate * Seconds, seed: 5, 1);
        for (int n = 0; n < samples.Length; n++)
        {
            double time = (double)n / Rate, since = time % 0.5;
            double pitch = 110 * Math.Pow(2, (int)(time * 2) * 5 % 24 / 12.0);
            double note = 0.05 * Math.Exp(-6 * since) * (Math.Sin(Math.Tau * pitch * since) + (0.5 * Math.Sin(Math.Tau * 3 * pitch * since)));
            double burst = time % 0.7 < 0.3 ? 0.02 * Math.Pow(Math.Sin(Math.PI * (time % 0.7) / 0.3), 2) : 0;
            samples[n] = (float)(note + ((burst + 1e-4) * samples[n]));
        }
        return samples;
    }
}
