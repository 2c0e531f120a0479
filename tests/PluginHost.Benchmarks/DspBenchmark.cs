using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Convolution;
using PluginHost.Dsp.Delays;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Levels;
using PluginHost.Dsp.Modulation;
using PluginHost.Dsp.Resampling;
using PluginHost.Testing;

namespace PluginHost.Benchmarks;

/// <summary>What the building blocks cost per sample, quick ones beside what they replace.</summary>
internal static class DspBenchmark
{
    private const int Frames = 64;

    private static readonly float[] Input = Noise.Make(4 * Frames, 1, 0.5f);
    private static readonly float[] Output = new float[4 * Frames];
    private static float _sink;

    public static void Run()
    {
        Console.WriteLine($"Building blocks, blocks of {Frames} frames, ns per sample of one channel");
        List<(string Name, int Samples, Action Call)> rows = [.. Filters(), .. Convolutions(), .. Levels(), .. Functions()];
        Sample[] samples = Sampler.Run([.. rows.Select(row => row.Call)]);
        for (int i = 0; i < rows.Count; i++)
        {
            (string name, int count, _) = rows[i];
            (double median, double best, long bytes) = samples[i];
            Console.WriteLine($"  {name,-44} median {median / count,7:0.000}   best {best / count,7:0.000}   {bytes} bytes");
        }
    }

    private static IEnumerable<(string, int, Action)> Filters()
    {
        foreach ((int sections, int channels) in new[] { (1, 1), (2, 1), (4, 1), (1, 2), (2, 2), (4, 2), (8, 2) })
        {
            BiquadCoefficients[] filters = [.. Enumerable.Range(1, sections).Select(i => BiquadDesign.Peaking(0.04 * i, 1, 6))];
            string of = $"{sections} sections, {channels} channels";
            Biquad[] row = [.. filters.Select(filter => Steady(filter, channels))];
            yield return ($"row of Biquad, {of}", channels * Frames, () =>
            {
                Span<float> block = Block(channels);
                foreach (Biquad biquad in row)
                {
                    for (int channel = 0; channel < channels; channel++)
                        biquad.Process(channel, block.Slice(channel * Frames, Frames), 0);
                }
            });
            var cascade = new BiquadCascade(filters, channels);
            yield return ($"BiquadCascade, {of}", channels * Frames, () => cascade.Process(Block(channels), Frames, Frames));
            if (channels != 2)
                continue;
            var biquads = new BiquadRow([.. filters.Select(filter => Steady(filter, channels))]);
            yield return ($"BiquadRow, {of}", channels * Frames, () =>
            {
                Span<float> block = Block(channels);
                biquads.Choose();
                biquads.ProcessPair(0, block[..Frames], block[Frames..], 0);
            });
        }
        var svf = new StateVariableFilter();
        SvfShape shape = SvfShape.LowPass(2);
        float[] frequencies = [.. Enumerable.Range(0, Frames).Select(i => 0.01f + (0.005f * i))];
        yield return ("StateVariableFilter, steady", Frames, () => svf.Process(Block(1), 0.1, shape));
        yield return ("StateVariableFilter, moving at every frame", Frames, () => svf.Process(Block(1), frequencies, shape));
        var line = new DelayLine(1000);
        line.Write(Input);
        yield return ("DelayLine.ReadBetween", Frames, () =>
        {
            for (int i = 0; i < Frames; i++)
                Output[i] = line.ReadBetween(100.3 + i);
        });
        foreach (int rate in new[] { 48_000, 192_000 })
        {
            var shifter = new FrequencyShifter(rate);
            shifter.ShiftBy(5);
            shifter.SnapToTargets();
            yield return ($"FrequencyShifter, {rate} Hz", Frames, () => shifter.Process(Block(1)));
        }
        var modulator = new PhaseModulator(48_000);
        modulator.TurnAt(1);
        modulator.TurnBy(1);
        modulator.SnapToTargets();
        yield return ("PhaseModulator, 48000 Hz", Frames, () => modulator.Process(Block(1)));
        foreach (int factor in new[] { 2, 4, 8 })
        {
            var oversampler = new Oversampler(factor, Frames);
            yield return ($"Oversampler x{factor}, up and down", Frames, () =>
            {
                oversampler.Up(Input.AsSpan(0, Frames));
                oversampler.Down(Output.AsSpan(0, Frames));
            });
        }
    }

    private static IEnumerable<(string, int, Action)> Convolutions()
    {
        foreach (int taps in new[] { 64, 4_800, 96_000 })
        {
            var convolver = new PartitionedConvolver(Noise.Make(taps, 2, 0.01f));
            yield return ($"PartitionedConvolver, {taps} taps", Frames, () => convolver.Process(Block(1)));
        }
        foreach (int length in new[] { 1024, 8192 })
        {
            var fft = new RealFft(length);
            var phase = new MinimumPhase(fft);
            float[] log = Noise.Make(fft.Bins, 3, 1), real = new float[fft.Bins], imaginary = new float[fft.Bins];
            yield return ($"MinimumPhase, of {length}", length, () => phase.Spectrum(log, real, imaginary));
        }
    }

    private static IEnumerable<(string, int, Action)> Levels()
    {
        var meter = new LoudnessMeter(48_000, 1, 1);
        yield return ("LoudnessMeter, stereo", 2 * Frames, () => meter.Process(Input, Frames, Frames));
        yield return ("Level.Peak", 4 * Frames, () => _sink += Level.Peak(Input));
        yield return ("Level.MeanSquare", 4 * Frames, () => _sink += Level.MeanSquare(Input));
    }

    private static IEnumerable<(string, int, Action)> Functions()
    {
        float[] x = [.. Input.Select(sample => MathF.Abs(sample) + 0.01f)];
        yield return ("FastMath.Exp", x.Length, () => FastMath.Exp(x, Output));
        yield return ("MathF.Exp", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i++)
                Output[i] = MathF.Exp(x[i]);
        });
        yield return ("Vector512.Exp", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i += Vector512<float>.Count)
                Vector512.Exp(Vector512.Create<float>(x.AsSpan(i))).CopyTo(Output.AsSpan(i));
        });
        yield return ("FastMath.Exp2", x.Length, () => FastMath.Exp2(x, Output));
        yield return ("MathF.Pow", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i++)
                Output[i] = MathF.Pow(2, x[i]);
        });
        yield return ("FastMath.Log", x.Length, () => FastMath.Log(x, Output));
        yield return ("MathF.Log", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i++)
                Output[i] = MathF.Log(x[i]);
        });
        yield return ("Vector512.Log", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i += Vector512<float>.Count)
                Vector512.Log(Vector512.Create<float>(x.AsSpan(i))).CopyTo(Output.AsSpan(i));
        });
        yield return ("FastMath.Log2", x.Length, () => FastMath.Log2(x, Output));
        yield return ("MathF.Log2", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i++)
                Output[i] = MathF.Log2(x[i]);
        });
        yield return ("Vector512.Log2", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i += Vector512<float>.Count)
                Vector512.Log2(Vector512.Create<float>(x.AsSpan(i))).CopyTo(Output.AsSpan(i));
        });
        yield return ("FastMath.Tanh", x.Length, () => FastMath.Tanh(x, Output));
        yield return ("MathF.Tanh", x.Length, () =>
        {
            for (int i = 0; i < x.Length; i++)
                Output[i] = MathF.Tanh(x[i]);
        });
    }

    private static Biquad Steady(BiquadCoefficients filter, int channels)
    {
        var biquad = new Biquad(channels);
        biquad.Set(filter);
        return biquad;
    }

    // A copy in front of every call, or the filters would run on what they made of it.
    private static Span<float> Block(int channels)
    {
        Span<float> block = Output.AsSpan(0, channels * Frames);
        Input.AsSpan(0, block.Length).CopyTo(block);
        return block;
    }
}
