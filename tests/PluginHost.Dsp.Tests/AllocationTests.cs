using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Convolution;
using PluginHost.Dsp.Delays;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Levels;
using PluginHost.Dsp.Modulation;
using PluginHost.Dsp.Resampling;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class AllocationTests
{
    private const int Frames = 100;

    private static readonly float[] Samples = Tones.Noise(2 * Frames, 1);
    private static readonly double[] Delays = [.. Enumerable.Repeat(150.5, Frames)];
    private static readonly float[] Frequencies = [.. Enumerable.Repeat(0.1f, Frames)];

    private static readonly Dictionary<string, Action> Blocks = new()
    {
        ["cascade"] = Cascade(),
        ["state-variable filter"] = StateVariable(),
        ["oversampler"] = Oversampling(),
        ["loudness"] = Loudness(),
        ["true-peak limiter"] = Limiting(),
        ["delay"] = Delay(),
        ["convolver"] = Convolving(),
        ["least phase"] = LeastPhase(),
        ["shifter"] = Shifting(),
        ["functions"] = () =>
        {
            FastMath.Exp(Samples, Samples);
            FastMath.Log2(Samples, Samples);
            FastMath.Tanh(Samples.AsSpan(3), Samples.AsSpan(3));
            Tiny.Flush(Samples);
        },
    };

    public static TheoryData<string> Names => [.. Blocks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_allocated_after_construction(string name)
    {
        Blocks[name]();
        Assert.Equal(0, AllocationGate.Measure(Blocks[name]));
    }

    private static Action Cascade()
    {
        var cascade = new BiquadCascade([.. Enumerable.Repeat(BiquadDesign.LowPass(0.1, 1), 5)], 2);
        return () =>
        {
            cascade.Process(Samples, Frames, Frames);
            cascade.Reset();
        };
    }

    private static Action StateVariable()
    {
        var filter = new StateVariableFilter();
        return () =>
        {
            filter.Process(Samples, 0.1, SvfShape.Bell(1, 6));
            filter.Process(Samples.AsSpan(0, Frames), Frequencies, SvfShape.HighShelf(1, 6));
            filter.Reset();
        };
    }

    private static Action Oversampling()
    {
        var oversampler = new Oversampler(8, Frames);
        return () =>
        {
            oversampler.Up(Samples.AsSpan(0, Frames));
            oversampler.Down(Samples.AsSpan(0, Frames));
            oversampler.Reset();
        };
    }

    private static Action Loudness()
    {
        var meter = new LoudnessMeter(8000, 1, 1);
        return () =>
        {
            for (int block = 0; block < 50; block++)
                meter.Process(Samples, Frames, Frames);
            Assert.False(double.IsNaN(meter.IntegratedLkfs));
            meter.Reset();
        };
    }

    private static Action Limiting()
    {
        var limiter = new TruePeakLimiter(2, Frames, 8000, 0.5f);
        float[] samples = new float[2 * Frames];
        return () =>
        {
            Samples.CopyTo(samples, 0);
            limiter.Process(samples, Frames, Frames);
        };
    }

    private static Action Delay()
    {
        var line = new DelayLine(300);
        AllPassReader reader = default;
        return () =>
        {
            line.Write(Samples);
            line.ReadBetween(Samples.AsSpan(0, Frames), Delays);
            Samples[0] = reader.Read(line, 7.2) + line.ReadLinear(3.4);
        };
    }

    private static Action Convolving()
    {
        var convolver = new PartitionedConvolver(Tones.Noise(10_000, 2));
        return () =>
        {
            for (int block = 0; block < 50; block++)
                convolver.Process(Samples);
            convolver.Reset();
        };
    }

    private static Action Shifting()
    {
        var shifter = new FrequencyShifter(48_000);
        var modulator = new PhaseModulator(48_000);
        double shift = 1;
        return () =>
        {
            shift = -shift;
            shifter.ShiftBy(shift);
            shifter.MixTo(shift);
            shifter.Process(Samples);
            shifter.Reset();
            modulator.TurnAt(shift);
            modulator.TurnBy(shift);
            modulator.Process(Samples);
            modulator.Reset();
        };
    }

    private static Action LeastPhase()
    {
        var fft = new RealFft(256);
        var phase = new MinimumPhase(fft);
        float[] log = new float[fft.Bins], real = new float[fft.Bins], imaginary = new float[fft.Bins];
        return () => phase.Spectrum(log, real, imaginary);
    }
}
