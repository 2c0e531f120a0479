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
    private const int Chains = 24;
    private const int LargeChains = 8;
    private const int RivalChains = 5;
    private static readonly string[] Knobs = ["frequency", "gain", "q"];
    private static readonly string[] ThreeBands = ["band1", "band2", "band3"];
    private static readonly string[] SixBands = ["low-shelf", "band1", "band2", "band3", "band4", "high-shelf", "output"];

    public static void Run()
    {
        Console.WriteLine("Tuning, 2 s of noise at 48 kHz, CPU time");
        OneGradient();
        Hidden("three peaking EQs (frequency, gain, Q) and gain", ThreeBands, Chains);
        Hidden("shelves, four peaks, output and gain", SixBands, LargeChains);
        Rivals();
    }

    private static void Hidden(string what, string[] bands, int chains)
    {
        List<(double ErrorDb, double Seconds)> results = [];
        for (int seed = 1; seed <= chains; seed++)
        {
            Riddle riddle = new(bands, seed);
            (TuneProblem whole, int evaluations, double seconds) = riddle.Solve();
            results.Add((ErrorDb(whole), seconds));
            Console.WriteLine($"  hidden: {what}, {riddle.Tuned.Length} parameters, chain {seed,2}: error {results[^1].ErrorDb,6:0.0} dB, {evaluations,5} evaluations, {seconds,5:0.00} s");
        }
        double[] errors = [.. results.Select(result => result.ErrorDb).Order()], times = [.. results.Select(result => result.Seconds).Order()];
        Console.WriteLine($"  {chains} chains: error median {errors[chains / 2]:0.0}, worst {errors[^1]:0.0} dB; {errors.Count(error => error <= -40)} at -40 dB or below; "
            + $"CPU median {times[chains / 2]:0.00}, worst {times[^1]:0.00} s");
    }

    // Theirs are evaluations of all 2 s; most of ours are of a quarter of a second.
    private static void Rivals()
    {
        Console.WriteLine("  three peaking EQs and gain; random search and Nelder-Mead get as many evaluations");
        Console.WriteLine("  chain   error dB: gradient   random   Nelder-Mead   evaluations");
        List<double> ratios = [];
        for (int seed = 1; seed <= RivalChains; seed++)
        {
            Riddle riddle = new(ThreeBands, seed);
            (TuneProblem whole, int evaluations, _) = riddle.Solve();
            TuneProblem blind = riddle.Problem(), simplex = riddle.Problem();
            Random random = new(seed);
            for (int i = 0; i < evaluations; i++)
                blind.Loss([.. riddle.Tuned.Select(_ => random.NextDouble())]);
            NelderMead.Run(point => simplex.Loss(point), Starts.Make(riddle.Tuned, 1, 1)[0], evaluations);
            double gradientDb = ErrorDb(whole), blindDb = ErrorDb(blind), simplexDb = ErrorDb(simplex);
            Console.WriteLine($"  {seed,5}   {gradientDb,18:0.0}   {blindDb,6:0.0}   {simplexDb,11:0.0}   {evaluations,11}");
            ratios.Add(Math.Pow(10, (Math.Min(blindDb, simplexDb) - gradientDb) / 10));
        }
        ratios.Sort();
        Console.WriteLine($"  error power of the better of both over that of the gradient, median: {ratios[ratios.Count / 2]:0.0e0} times");
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
            .. bands.SelectMany(band => eq.Parameters.Where(one => one.Id == band && one.Choices.Count == 0 || Knobs.Any(knob => one.Id == $"{band}-{knob}")))
                .Select(parameter => new TunedParameter(0, parameter)),
            new TunedParameter(1, gain.Parameters[0]),
        ];
        return (new TunablePath([new Slot("parametric-eq", eq), new Slot("gain", gain)], tuned, format), tuned);
    }

    /// <summary>A chain with settings drawn at random, and 2 s of noise that went through it.</summary>
    private sealed class Riddle
    {
        private readonly TunablePath _path;
        private readonly float[][] _dry;
        private readonly float[][] _target = [new float[Frames]];

        public Riddle(string[] bands, int seed)
        {
            (_path, Tuned) = Chain(bands);
            Random random = new(seed);
            float[] values = [.. Tuned.Select(one => one.Parameter.Id switch
            {
                string id when id.EndsWith("frequency", StringComparison.Ordinal) => (float)(80 * Math.Pow(125, random.NextDouble())),
                string id when id.EndsWith("-gain", StringComparison.Ordinal) => (float)((3 + (9 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1)),
                string id when id.EndsWith("-q", StringComparison.Ordinal) => (float)(0.5 * Math.Pow(8, random.NextDouble())),
                _ => (float)(-12 + (18 * random.NextDouble())),
            })];
            _dry = [Noise.Make(Frames, seed, 0.3f)];
            _path.Render([.. Tuned.Select((one, i) => (double)one.Parameter.ToNormalized(values[i]))], _dry, _target);
        }

        public TunedParameter[] Tuned { get; }

        public TuneProblem Problem() => new(_path, _dry, new MultiResolutionLoss(Rate, _target), _target);

        public (TuneProblem Whole, int Evaluations, double Seconds) Solve()
        {
            TimeSpan begin = Cpu();
            float[][] dryPiece = [_dry[0][..Piece]], targetPiece = [_target[0][..Piece]];
            TuneProblem whole = Problem(), piece = new(_path, dryPiece, new MultiResolutionLoss(Rate, targetPiece), targetPiece);
            Tuner tuner = new(piece, whole, TuneSetup.PairSearch, 1);
            tuner.Run(new TuneOptions { Dry = "" }.Steps, _ => { }, CancellationToken.None);
            return (whole, tuner.Evaluations, (Cpu() - begin).TotalSeconds);
        }
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
