using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PluginHost.PortAudio;
using PluginHost.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Benchmarks;

/// <summary>
/// What the spectral gate costs, stereo at 48 kHz with denormals flushed as live: each mode in blocks of 64 frames with the tail
/// that decides about dropouts, and off line in blocks of 512, beside ffmpeg's afftdn on the same samples in the same run. Notes
/// over noise, and with a hum that the gate follows.
/// </summary>
internal static class GateBenchmark
{
    private const int Rate = 48_000;
    private const int Seconds = 20;
    private const int Rounds = 5;
    private static readonly AudioThread Thread = new();

    public static void Run()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1 << (Environment.ProcessorCount - 1);
        Thread.Enter(ours: false);
        Console.WriteLine($"Spectral gate, stereo, 48 kHz, {Seconds} s, CPU time, median / best of {Rounds} passes; each block at its least, us");
        foreach (bool hasHum in new[] { false, true })
        {
            float[] input = Input(hasHum);
            Console.WriteLine(hasHum ? "  with hum" : "  noise alone");
            foreach (string mode in new[] { "zero", "live", "quality" })
                Blocks(mode, input, 64);
            Blocks("quality", input, 512);
            Afftdn(input);
        }
    }

    private static void Blocks(string mode, float[] input, int frames)
    {
        using SpectralGateEffect effect = new();
        Set(effect, "mode", mode);
        effect.Parameters.Single(parameter => parameter.Id == "learn-head").Target = 1;
        effect.Prepare(new AudioFormat(Rate, 2, frames));
        float[] block = new float[2 * frames];
        int blocks = input.Length / frames;
        double clock = ClockNanoseconds();
        double[] passes = new double[Rounds], times = new double[blocks], best = new double[blocks];
        Array.Fill(best, double.MaxValue);
        long bytes = 0;
        for (int round = -1; round < Rounds; round++)
        {
            effect.Reset();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < blocks; i++)
            {
                input.AsSpan(i * frames, frames).CopyTo(block);
                input.AsSpan(i * frames, frames).CopyTo(block.AsSpan(frames));
                // Of this thread alone: on a shared machine others would be measured too.
                long begin = Now();
                effect.Process(new ProcessContext(new AudioBuffer(block, 2, frames, frames), new Transport(120, 0, (long)i * frames)));
                times[i] = Math.Max(0, Now() - begin - clock) * 1e-3;
            }
            if (round < 0)
                continue;
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            passes[round] = times.Sum() * 1e-6;
            // Each pass runs the same blocks: what a block costs is the least of it, the rest is the machine's.
            for (int i = 0; i < blocks; i++)
                best[i] = Math.Min(best[i], times[i]);
        }
        Array.Sort(passes);
        Array.Sort(best);
        double deadline = frames * 1e6 / Rate;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"    {mode,-8} blocks of {frames,3}: {100 * passes[Rounds / 2] / Seconds,5:0.00} % / {100 * passes[0] / Seconds,5:0.00} % of a core, {Seconds / passes[Rounds / 2],4:0}x / {Seconds / passes[0],4:0}x real time; "
            + $"p50 {At(50),5:0.0}  p99 {At(99),5:0.0}  p99.9 {At(99.9),5:0.0}  max {best[^1],6:0.0} ({100 * best[^1] / deadline,4:0.0} % of the deadline)  ({bytes} bytes)"));

        double At(double percent) => best[(int)(percent / 100 * (best.Length - 1))];
    }

    /// <summary>What asking for the time twice costs by itself.</summary>
    private static double ClockNanoseconds()
    {
        double[] ns = new double[10_001];
        for (int i = 0; i < ns.Length; i++)
        {
            long begin = Now();
            ns[i] = Now() - begin;
        }
        Array.Sort(ns);
        return ns[ns.Length / 2];
    }

    private static long Now() => OperatingSystem.IsLinux() ? Thread.CpuNanoseconds : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>CPU time of a long run less that of a short one, so that the start of the process does not count.</summary>
    private static void Afftdn(float[] input)
    {
        string file = Path.GetTempFileName();
        try
        {
            double[] rates = new double[3];
            for (int round = 0; round < rates.Length; round++)
            {
                if (Cpu(file, input, 9) is not { } longer || Cpu(file, input, 1) is not { } shorter)
                {
                    Console.WriteLine("    ffmpeg is not here (Debian: ffmpeg): ours alone");
                    return;
                }
                rates[round] = 8 * Seconds / Math.Max(1e-3, longer - shorter);
            }
            Array.Sort(rates);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    ffmpeg afftdn=nr=24:tn=1, one thread: {100 / rates[1],5:0.00} % of a core, {rates[1]:0}x real time (median of 3)"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double? Cpu(string file, float[] input, int times)
    {
        using (BinaryWriter writer = new(File.Create(file)))
        {
            for (int time = 0; time < times; time++)
            {
                foreach (float sample in input)
                {
                    writer.Write(sample);
                    writer.Write(sample);
                }
            }
        }
        try
        {
            using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
                $"-v info -nostats -hide_banner -benchmark -nostdin -y -threads 1 -filter_threads 1 -f f32le -ar {Rate} -ac 2 -i {file} -af afftdn=nr=24:tn=1 -f null -")
            {
                RedirectStandardError = true,
            })!;
            string told = ffmpeg.StandardError.ReadToEnd();
            ffmpeg.WaitForExit();
            Match cpu = Regex.Match(told, @"utime=([\d.]+)s stime=([\d.]+)s");
            return cpu.Success
                ? double.Parse(cpu.Groups[1].Value, CultureInfo.InvariantCulture) + double.Parse(cpu.Groups[2].Value, CultureInfo.InvariantCulture)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A second of noise, then a note every half second over it.</summary>
    private static float[] Input(bool hasHum)
    {
        float[] samples = PluginHost.Testing.Noise.Make(Rate * Seconds, seed: 5, 0.02f);
        for (int n = 0; n < samples.Length; n++)
        {
            double time = (double)n / Rate, since = time % 0.5;
            double pitch = 110 * Math.Pow(2, (int)(time * 2) % 24 / 12.0);
            double note = time < 1 ? 0 : 0.3 * Math.Exp(-4 * since) * (Math.Sin(Math.Tau * pitch * since) + (0.5 * Math.Sin(Math.Tau * 3 * pitch * since)));
            double hum = 0;
            for (int line = 1; hasHum && line <= 15; line += 2)
                hum += 0.05 / line * Math.Sin((Math.Tau * 50.01 * line * time) + line);
            samples[n] += (float)(note + hum);
        }
        return samples;
    }

    private static void Set(SpectralGateEffect effect, string id, string choice)
    {
        Parameter parameter = effect.Parameters.Single(known => known.Id == id);
        parameter.Target = parameter.Minimum + parameter.Choices.ToList().IndexOf(choice);
    }
}
