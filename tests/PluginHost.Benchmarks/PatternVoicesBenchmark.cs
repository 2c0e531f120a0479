using System.Diagnostics;
using System.Globalization;
using PluginHost.Plugins;
using PluginHost.PortAudio;
using PluginHost.Sdk;

namespace PluginHost.Benchmarks;

/// <summary>
/// What the pattern generator costs on the audio thread, stereo at 48 kHz in blocks of 64 frames with denormals flushed as live:
/// all four roles sounding, from sparse to as dense as it gets, while somebody plays. Bars are written by its worker, as live.
/// </summary>
internal static class PatternVoicesBenchmark
{
    private const int Rate = 48_000;
    private const int Frames = 64;
    private const int Seconds = 32;
    private const int Rounds = 5;
    private static readonly AudioThread Thread = new();

    public static void Run()
    {
        Thread.Enter(ours: false);
        Console.WriteLine($"Pattern generator, stereo, 48 kHz, blocks of {Frames}, {Seconds} s at 120 bpm, CPU time of the audio thread, median / best of {Rounds} passes");
        foreach ((string what, float density, string[] roles) in new[]
        {
            ("drums", 50f, new[] { "drums" }), ("all four", 25f, ["drums", "bass", "chords", "melody"]),
            ("all four", 50f, ["drums", "bass", "chords", "melody"]), ("all four", 100f, ["drums", "bass", "chords", "melody"]),
        })
            Measure(what, density, roles);
    }

    private static void Measure(string what, float density, string[] roles)
    {
        using PatternGeneratorEffect effect = new();
        foreach (string role in new[] { "drums", "bass", "chords", "melody" })
            Find(role).Target = roles.Contains(role) ? 1 : 0;
        Find("density").Target = density;
        Find("output").Target = 2;
        Find("listen").Target = 0;
        effect.Prepare(new AudioFormat(Rate, 2, Frames));
        float[] player = PluginHost.Testing.Noise.Make(2 * Frames, seed: 3, 1), block = new float[2 * Frames];
        NoteBuffer notes = new();
        double[] passes = new double[Rounds];
        double worst = double.MaxValue;
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            effect.Reset();
            double sum = 0, most = 0;
            for (int i = 0; i < Seconds * Rate / Frames; i++)
            {
                for (int n = 0; n < block.Length; n++)
                    block[n] = i * Frames % (Rate / 4) < Rate / 10 ? 0.1f * player[n] : 0;
                notes.Clear();
                long before = GC.GetAllocatedBytesForCurrentThread(), begin = Now();
                effect.Process(new ProcessContext(new AudioBuffer(block, 2, Frames, Frames), new Transport(120, i * (double)Frames / Rate * 2, (long)i * Frames), default, notes));
                double took = (Now() - begin) * 1e-9;
                bytes += GC.GetAllocatedBytesForCurrentThread() - before;
                sum += took;
                most = Math.Max(most, took);
            }
            passes[round] = sum;
            worst = Math.Min(worst, most);
        }
        Array.Sort(passes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"    {what,-9} density {density,3:0} %: {100 * passes[Rounds / 2] / Seconds,5:0.00} % / {100 * passes[0] / Seconds,5:0.00} % of a core; "
            + $"dearest block {1e6 * worst,6:0.0} us of {1e6 * Frames / Rate:0}  ({effect.Meters.Single(meter => meter.Id == "bars-missed").Value:0} bars missed at this pace, {bytes} bytes)"));

        Parameter Find(string id) => effect.Parameters.Single(parameter => parameter.Id == id);
    }

    private static long Now() => OperatingSystem.IsLinux() ? Thread.CpuNanoseconds : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
