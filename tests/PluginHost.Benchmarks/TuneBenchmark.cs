using System.Diagnostics;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Tuning;
using PluginHost.Hosting.Tuning.Losses;
using PluginHost.Plugins;
using PluginHost.Sdk;
using GainEffect = PluginHost.Plugins.GainEffect;
using Noise = PluginHost.Testing.Noise;

namespace PluginHost.Benchmarks;

/// <summary>What a gradient of the real effects costs, and how it finds hidden settings beside searches without one.</summary>
internal static class TuneBenchmark
{
    private const int Rate = 48_000;
    private const int Frames = 2 * Rate;
    private const int Piece = Rate / 2;
    private const int Repeats = 10;
    private static readonly string[] Knobs = ["frequency", "gain", "q"];

    public static void Run()
    {
        Console.WriteLine("Tuning, 2 s of noise at 48 kHz, CPU time");
        OneGradient();
        Console.WriteLine("  hidden: three peaking EQs (frequency, gain, Q) and gain; random search and Nelder-Mead get as many evaluations");
        Console.WriteLine("  seed   error dB: gradient   random   Nelder-Mead   evaluations   CPU s: gradient");
        List<double> ratios = [];
        for (int seed = 1; seed <= 5; seed++)
            ratios.Add(Recover(seed));
        ratios.Sort();
        Console.WriteLine($"  error of the better of both over that of the gradient, median: {ratios[ratios.Count / 2]:0} times");
    }

    public static void OneGradient()
    {
        (TunablePath path, TunedParameter[] tuned) = Chain("band1", "band2", "band3", "band4", "low-shelf");
        Random random = new(1);
        float[][] dry = [Noise.Make(Frames, 1, 0.3f)], target = [new float[Frames]], output = [new float[Frames]], slopes = [new float[Frames]];
        double[] travels = [.. tuned.Select(_ => 0.2 + (0.6 * random.NextDouble()))], gradient = new double[tuned.Length];
        path.Render([.. travels.Select(travel => 1 - travel)], dry, target);
        MultiResolutionLoss loss = new(Rate, target);
        TuneProblem problem = new(path, dry, loss);
        Report("render in double", () => path.Render(travels, dry, output));
        Report("loss", () => loss.Measure(output, null));
        Report("loss and its adjoint", () => loss.Measure(output, slopes));
        Report($"dual passes, {tuned.Length} parameters", () => path.Gradient(travels, dry, slopes, gradient));
        Report($"one gradient, {tuned.Length} parameters", () => problem.Loss(travels, gradient));
    }

    private static double Recover(int seed)
    {
        (TunablePath path, TunedParameter[] tuned) = Chain("band1", "band2", "band3");
        Random random = new(seed);
        float[] values = [.. tuned.Select(one => one.Parameter.Id switch
        {
            string id when id.EndsWith("frequency", StringComparison.Ordinal) => (float)(80 * Math.Pow(125, random.NextDouble())),
            string id when id.EndsWith("-gain", StringComparison.Ordinal) => (float)((3 + (9 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1)),
            string id when id.EndsWith("-q", StringComparison.Ordinal) => (float)(0.5 * Math.Pow(8, random.NextDouble())),
            _ => (float)(-12 + (18 * random.NextDouble())),
        })];
        float[][] dry = [Noise.Make(Frames, seed, 0.3f)], target = [new float[Frames]];
        path.Render([.. tuned.Select((one, i) => (double)one.Parameter.ToNormalized(values[i]))], dry, target);

        TimeSpan begin = Cpu();
        float[][] dryPiece = [dry[0][..Piece]], targetPiece = [target[0][..Piece]];
        TuneProblem whole = Problem(), piece = new(path, dryPiece, new MultiResolutionLoss(Rate, targetPiece), targetPiece);
        new Tuner(piece, whole, 1_500, 1).Run(new TuneOptions { Dry = "" }.Steps, _ => { }, CancellationToken.None);
        double seconds = (Cpu() - begin).TotalSeconds;
        int evaluations = piece.Evaluations + whole.Evaluations;
        TuneProblem blind = Problem(), simplex = Problem();
        for (int i = 0; i < evaluations; i++)
            blind.Loss([.. tuned.Select(_ => random.NextDouble())]);
        NelderMead.Run(point => simplex.Loss(point), Starts.Make(tuned, 1, 1)[0], evaluations);
        double gradientDb = ErrorDb(whole), blindDb = ErrorDb(blind), simplexDb = ErrorDb(simplex);
        Console.WriteLine($"  {seed,4}   {gradientDb,18:0.0}   {blindDb,6:0.0}   {simplexDb,11:0.0}   {evaluations,11}   {seconds,15:0.00}");
        return Math.Pow(10, (Math.Min(blindDb, simplexDb) - gradientDb) / 10);

        TuneProblem Problem() => new(path, dry, new MultiResolutionLoss(Rate, target), target);
    }

    private static double ErrorDb(TuneProblem problem)
    {
        problem.Loss(problem.Best);
        return problem.ErrorDb()!.Value;
    }

    private static (TunablePath Path, TunedParameter[] Tuned) Chain(params string[] bands)
    {
        AudioFormat format = new(Rate, 1, 256);
        ParametricEqEffect eq = new();
        GainEffect gain = new();
        eq.Prepare(format);
        gain.Prepare(format);
        TunedParameter[] tuned =
        [
            .. bands.SelectMany(band => Knobs.Select(knob => new TunedParameter(0, eq.Parameters.Single(one => one.Id == $"{band}-{knob}")))),
            new TunedParameter(1, gain.Parameters[0]),
        ];
        return (new TunablePath([new Slot("parametric-eq", eq), new Slot("gain", gain)], tuned, format), tuned);
    }

    private static void Report(string what, Action act)
    {
        List<double> times = [];
        for (int i = 0; i < Repeats; i++)
        {
            TimeSpan begin = Cpu();
            act();
            times.Add((Cpu() - begin).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine($"  {what,-34} median {times[Repeats / 2],6:0.00}   best {times[0],6:0.00} ms");
    }

    private static TimeSpan Cpu()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
