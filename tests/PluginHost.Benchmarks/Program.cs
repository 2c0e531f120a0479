using System.Runtime;
using System.Runtime.InteropServices;
using PluginHost.Benchmarks;

// A harness of our own rather than BenchmarkDotNet: what counts for audio are percentiles of single blocks, collections and bytes on
// one thread, not means over processes; and all of it is told within some seconds, also on a machine that others use.
GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
string tiered = Environment.GetEnvironmentVariable("DOTNET_TieredCompilation") == "0" ? "off" : "on";
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors, tiered compilation {tiered}");
string[] wanted = args.Length > 0 ? args : ["overhead", "blocks", "swap", "rings", "parts", "fft"];
foreach (string name in wanted)
{
    Action run = name switch
    {
        "overhead" => EngineBenchmark.Overhead,
        "blocks" => EngineBenchmark.BlockTimes,
        "swap" => SwapBenchmark.Run,
        "rings" => RingBenchmark.Run,
        "parts" => RuntimeBenchmark.Run,
        "fft" => FftBenchmark.Run,
        "dsp" => DspBenchmark.Run,
        "convolution" => ConvolutionBenchmark.Run,
        "gate" => GateBenchmark.Run,
        "feedback" => FeedbackBenchmark.Run,
        "tune" => TuneBenchmark.Run,
        "tune-gradient" => TuneBenchmark.OneGradient,
        "neural" => NeuralBenchmark.Run,
        "patterns" => PatternBenchmark.Run,
        "patterns-voices" => PatternVoicesBenchmark.Run,
        _ => throw new ArgumentException($"there is no benchmark '{name}': overhead, blocks, swap, rings, parts, fft, dsp, convolution, gate, feedback, tune, tune-gradient, neural, patterns, patterns-voices"),
    };
    Usage usage = Usage.Now();
    Console.WriteLine();
    run();
    Console.WriteLine($"  {Usage.Now().Since(usage)}");
}
