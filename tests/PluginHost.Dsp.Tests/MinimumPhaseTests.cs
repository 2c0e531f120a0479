using System.Numerics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using PluginHost.Dsp.Tests.Fourier;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class MinimumPhaseTests
{
    public static TheoryData<int> Indices =>
        [.. Enumerable.Range(0, ConvolutionVectors.Instance.MinimumPhases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Taps_equal_scipys(int index)
    {
        MinimumPhaseVector theirs = ConvolutionVectors.Instance.MinimumPhases[index];
        double[] ours = FirDesign.MinimumPhase(theirs.Linear);
        Assert.Equal(theirs.Minimum.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
            Assert.Equal(theirs.Minimum[i], ours[i], 2e-4 * theirs.Minimum.Max());
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Taps_keep_the_magnitude_and_compact_the_energy(int index)
    {
        double[] linear = ConvolutionVectors.Instance.MinimumPhases[index].Linear;
        double[] minimum = FirDesign.MinimumPhase(linear);
        for (double frequency = 0; frequency <= 0.5; frequency += 0.001)
        {
            double before = Response(linear, frequency).Magnitude, after = Response(minimum, frequency).Magnitude;
            if (before > 0.01)
                Assert.Equal(0, 20 * Math.Log10(after / before), 0.0005);
            Assert.Equal(before, after, 2e-6);
        }
        double early = 0;
        for (int i = 0; i < linear.Length; i++)
        {
            early += (minimum[i] * minimum[i]) - (linear[i] * linear[i]);
            Assert.InRange(early, -1e-6, 1);
        }
    }

    [Fact]
    public void A_filter_of_least_phase_stays_as_it_is_and_its_mirror_becomes_it()
    {
        // Zeros at 0.9 and 0.5 e^(+-i).
        double[] filter = [1, -0.9 - Math.Cos(1), 0.25 + (0.9 * Math.Cos(1)), -0.225];
        double[] kept = FirDesign.MinimumPhase(filter), turned = FirDesign.MinimumPhase([.. filter.Reverse()]);
        for (int i = 0; i < filter.Length; i++)
        {
            Assert.Equal(filter[i], kept[i], 1e-9);
            Assert.Equal(filter[i], turned[i], 1e-9);
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    [InlineData(16_384)]
    public void The_spectrum_is_that_of_the_filter_whose_magnitude_it_was_given(int length)
    {
        // Poles and zeros within the circle: of least phase.
        BiquadCoefficients bell = BiquadDesign.Peaking(0.1, 0.7, 9), shelf = BiquadDesign.HighShelf(0.2, 0.6, -12);
        var fft = new RealFft(length);
        Complex[] exact = [.. Enumerable.Range(0, fft.Bins).Select(k => At(bell, k) * At(shelf, k))];
        float[] real = new float[fft.Bins], imaginary = new float[fft.Bins];
        new MinimumPhase(fft).Spectrum([.. exact.Select(value => (float)Math.Log(value.Magnitude))], real, imaginary);
        for (int k = 0; k < fft.Bins; k++)
        {
            Assert.Equal(0, (new Complex(real[k], imaginary[k]) - exact[k]).Magnitude, 5e-6);
            Assert.Equal(0, 20 * Math.Log10(Complex.Abs(new(real[k], imaginary[k])) / exact[k].Magnitude), 1e-4);
        }

        Complex At(BiquadCoefficients c, int k)
        {
            Complex z = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length);
            return (c.B0 + (z * (c.B1 + (z * c.B2)))) / (1 + (z * (c.A1 + (z * c.A2))));
        }
    }

    [Fact]
    public void A_steep_spectrum_keeps_its_magnitude_and_becomes_a_causal_signal()
    {
        // From 0 to -100 dB within 300 of 4097 bins: the phase turns several times.
        const int length = 8192;
        var fft = new RealFft(length);
        float[] log = [.. Enumerable.Range(0, fft.Bins).Select(k => -5.75f * (1 - MathF.Cos(MathF.PI * Math.Clamp((k - 1000) / 300f, 0, 1))))];
        float[] real = new float[fft.Bins], imaginary = new float[fft.Bins];
        new MinimumPhase(fft).Spectrum(log, real, imaginary);
        for (int k = 0; k < fft.Bins; k++)
            Assert.Equal(0, 20 * Math.Log10(Math.Exp(-log[k]) * Complex.Abs(new(real[k], imaginary[k]))), 1e-5);
        double[] signal = Reference.Signal(real, imaginary);
        double late = signal[(length / 2)..].Sum(value => value * value), all = signal.Sum(value => value * value);
        Assert.InRange(10 * Math.Log10(late / all), -300, -90);
    }

    [Fact]
    public void A_bins_result_does_not_depend_on_its_place_in_a_vector()
    {
        var random = new Random(1);
        float[] log = [.. Enumerable.Range(0, 75).Select(_ => (random.NextSingle() * 10) - 8)];
        float[] phase = [.. Enumerable.Range(0, 75).Select(n => (random.NextSingle() - 0.5f) * MathF.Pow(2, n % 16))];
        float[] real = new float[75], imaginary = [.. phase];
        FastPolar.Exp(log, real, imaginary);
        for (int i = 0; i < log.Length; i++)
        {
            float[] re = new float[1], im = [phase[i]];
            FastPolar.Exp([log[i]], re, im);
            Assert.Equal((real[i], imaginary[i]), (re[0], im[0]));
        }
    }

    [Fact]
    public void Sine_and_cosine_err_no_more_than_the_docs_say()
    {
        float[] phase = [.. Enumerable.Range(0, 400_000).Select(n => (n - 200_000) * 0.0999f)];
        float[] cosine = new float[phase.Length], sine = [.. phase];
        FastPolar.Exp(new float[phase.Length], cosine, sine);
        for (int i = 0; i < phase.Length; i++)
        {
            double error = Math.Max(Math.Abs(cosine[i] - Math.Cos(phase[i])), Math.Abs(sine[i] - Math.Sin(phase[i])));
            Assert.True(error < 2e-7, $"{error} at {phase[i]}");
        }
    }

    [Fact]
    public void Spans_too_short_and_filters_without_a_magnitude_are_refused()
    {
        var fft = new RealFft(16);
        var phase = new MinimumPhase(fft);
        float[] nine = new float[9], eight = new float[8];
        Assert.Throws<ArgumentException>(() => phase.Spectrum(eight, nine, nine));
        Assert.Throws<ArgumentException>(() => phase.Spectrum(nine, eight, nine));
        Assert.Throws<ArgumentException>(() => phase.Spectrum(nine, nine, eight));
        Assert.Throws<ArgumentNullException>(() => new MinimumPhase(null!));
        Assert.Throws<ArgumentException>(() => FirDesign.MinimumPhase([0, 0]));
        Assert.Throws<ArgumentException>(() => FirDesign.MinimumPhase([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.MinimumPhase([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.MinimumPhase(new double[16_385]));
    }

    private static Complex Response(double[] filter, double frequency)
    {
        Complex sum = 0;
        for (int i = 0; i < filter.Length; i++)
            sum += filter[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency * i);
        return sum;
    }
}
