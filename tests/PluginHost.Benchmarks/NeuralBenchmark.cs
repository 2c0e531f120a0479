using System.Diagnostics;
using PluginHost.Neural.Kernels;
using PluginHost.Neural.Nodes;
using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Neural.Tape;

namespace PluginHost.Benchmarks;

/// <summary>Forward and backward of one recurrent layer with a dense input of 88 and 88 sigmoids, as the comparison with PyTorch runs it.</summary>
internal static unsafe class NeuralBenchmark
{
    private const int Keys = 88, Steps = 100;

    public static void Run()
    {
        Console.WriteLine("training, 100 steps, dense input and output of 88 (frames per second of one thread's processor time; best and median of 12)");
        foreach ((string cell, int hidden, int batch) in new[] { ("GRU", 200, 8), ("GRU", 256, 16), ("GRU", 256, 32), ("GRU", 384, 16), ("LSTM", 256, 16) })
        {
            (double best, double median) = Training(cell, hidden, batch);
            Console.WriteLine($"  {cell} 1x{hidden} B={batch}: {best,9:0} {median,9:0}");
        }
        Threads();
        StepBenchmark.Run();
        Products();
    }

    // The whole trainer on made-up pieces, a step an epoch, on one thread and on two.
    private static void Threads()
    {
        StepShape shape = new(Keys, 264, RecurrentCell.Gru, 256, 1, StepHead.Set, 192, 0, 0, 0);
        CounterRandom random = new(3, 0, 0);
        List<StepSequence> pieces = [];
        for (int piece = 0; piece < 16; piece++)
            pieces.Add(new StepSequence
            {
                Inputs = [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, 12).Select(i => 22 * i + random.NextInt32(22)).ToArray())],
                Tokens = [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, 4).Select(i => 22 * i + random.NextInt32(22)).ToArray())],
            });
        double[] best = [double.MaxValue, double.MaxValue];
        for (int threads = 1; threads <= 2; threads++)
        {
            using StepTrainer trainer = new(new StepModel(shape, 1), new TrainingOptions { Threads = threads, Shards = 2 });
            for (int round = 0; round < 200; round++)
            {
                // Rested threads are let on first, so that some of many short steps are undisturbed on a busy machine too.
                Thread.Sleep(20);
                Stopwatch clock = Stopwatch.StartNew();
                trainer.Epoch(pieces, default);
                best[threads - 1] = Math.Min(best[threads - 1], clock.Elapsed.TotalSeconds);
            }
        }
        int frames = pieces.Sum(piece => piece.Count);
        Console.WriteLine($"trainer, sparse input and set head, GRU 1x256 B=16 in two parts, best step of 200 by wall time: {frames / best[0]:0} frames/s on one thread, {frames / best[1]:0} on two ({best[0] / best[1]:0.00} x)");
    }

    private static void Products()
    {
        Console.WriteLine("matrix products, GFLOP/s");
        foreach ((int m, int k, int n) in new[] { (8, 200, 600), (16, 256, 768), (768, 1600, 256), (1600, 88, 768), (512, 512, 512) })
        {
            FloatBuffer a = Fill(m * k), b = Fill(k * n), c = new(m * n), scratch = new(MatrixProduct.ScratchFloats(k, n));
            double best = double.MaxValue;
            for (int round = 0; round < 30; round++)
            {
                TimeSpan start = ThreadTime.Now();
                int repeats = 1 + (int)(2e7 / ((double)m * n * k));
                for (int i = 0; i < repeats; i++)
                    MatrixProduct.Multiply(MatrixView.RowMajor(a.Pointer, m, k), MatrixView.RowMajor(b.Pointer, k, n), MatrixSum.Set(c.Pointer, n), scratch.Pointer);
                best = Math.Min(best, (ThreadTime.Now() - start).TotalSeconds / repeats);
            }
            Console.WriteLine($"  {m} x {k} x {n}: {2.0 * m * n * k / best / 1e9:0.0}");
        }
    }

    private static (double Best, double Median) Training(string cell, int hidden, int batch)
    {
        int gates = cell == "GRU" ? 3 : 4;
        ParameterSet parameters = new();
        Parameter inputWeight = parameters.Add("w_ih", gates * hidden, Keys), inputBias = parameters.Add("b_ih", gates * hidden);
        Parameter weight = parameters.Add("w_hh", gates * hidden, hidden), bias = parameters.Add("b_hh", gates * hidden);
        Parameter outputWeight = parameters.Add("o_w", Keys, hidden), outputBias = parameters.Add("o_b", Keys);
        foreach (Parameter parameter in parameters.Parameters)
            parameters.Randomise(parameter, 1 / MathF.Sqrt(hidden), 1);
        GradientTape tape = new(parameters);
        SequenceLayout layout = new();
        layout.Set(Enumerable.Repeat(Steps, batch).ToArray());
        FloatBuffer frames = new(layout.Rows * Keys), weights = new(layout.Rows);
        weights.Span.Fill(1);
        IndexRows targets = new();
        CounterRandom random = new(1, 0, 0);
        for (int row = 0; row < layout.Rows; row++)
        {
            for (int i = 0; i < 4; i++)
                frames.Span[row * Keys + random.NextInt32(Keys)] = 1;
            targets.AddRow([random.NextInt32(40), 40 + random.NextInt32(40)]);
        }
        List<double> times = [];
        for (int round = 0; round < 14; round++)
        {
            TimeSpan start = ThreadTime.Now();
            tape.Begin(1);
            Tensor x = tape.Constant(frames.Span, layout.Rows, Keys);
            Tensor input = LinearNode.Apply(tape, x, inputWeight, inputBias, usedUp: true);
            Tensor h = cell == "GRU" ? GruNode.Apply(tape, layout, input, weight, bias, default) : LstmNode.Apply(tape, layout, input, weight, bias, default, out _);
            Tensor logits = LinearNode.Apply(tape, h, outputWeight, outputBias);
            BitsNode.Apply(tape, logits, targets, weights.Span, 1f / layout.Rows);
            tape.Backward();
            times.Add((ThreadTime.Now() - start).TotalSeconds);
        }
        times.RemoveRange(0, 2);
        times.Sort();
        return (layout.Rows / times[0], layout.Rows / times[times.Count / 2]);
    }

    private static FloatBuffer Fill(int count)
    {
        FloatBuffer buffer = new(count);
        CounterRandom random = new(7, 0, 0);
        foreach (ref float value in buffer.Span)
            value = random.NextSingle() - 0.5f;
        return buffer;
    }
}
