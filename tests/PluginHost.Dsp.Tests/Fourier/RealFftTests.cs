using System.Numerics;
using PluginHost.Dsp.Fourier;
using Xunit;

namespace PluginHost.Dsp.Tests.Fourier;

public class RealFftTests
{
    // Lengths, each with all widths of registers that this machine has.
    public static TheoryData<int, int> Lengths()
    {
        TheoryData<int, int> data = [];
        for (int length = RealFft.MinLength; length <= RealFft.MaxLength; length *= 2)
        {
            for (int lanes = 4; lanes <= RealFft.MaxLanes; lanes *= 2)
                data.Add(length, lanes);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_spectrum_of_noise_is_that_of_a_transform_in_double(int length, int lanes)
    {
        float[] signal = Noise(length, seed: length);
        var (real, imaginary, _) = Transform(signal, lanes);
        Complex[] exact = Reference.Spectrum(signal);
        double error = 0, power = 0;
        for (int k = 0; k <= length / 2; k++)
        {
            error += Square(new Complex(real[k], imaginary[k]) - exact[k]);
            power += Square(exact[k]);
        }
        Assert.InRange(Math.Sqrt(error / power), 0, 2e-7 * Math.Log2(length));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_signal_of_a_spectrum_is_that_of_a_transform_in_double(int length, int lanes)
    {
        float[] real = Noise((length / 2) + 1, seed: 1);
        float[] imaginary = Noise((length / 2) + 1, seed: 2);
        float[] signal = new float[length];
        var fft = new RealFft(length, lanes);
        fft.Inverse(real, imaginary, signal, new FftScratch(fft));
        double[] exact = Reference.Signal(real, imaginary);
        double error = 0, power = 0;
        for (int n = 0; n < length; n++)
        {
            error += (signal[n] - exact[n]) * (signal[n] - exact[n]);
            power += exact[n] * exact[n];
        }
        Assert.InRange(Math.Sqrt(error / power), 0, 2e-7 * Math.Log2(length));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void There_and_back_is_the_signal(int length, int lanes)
    {
        float[] signal = Noise(length, seed: 3);
        float[] kept = [.. signal];
        var (_, _, back) = Transform(signal, lanes);
        Assert.Equal(kept, signal);
        double error = signal.Zip(back, (a, b) => (double)(a - b) * (a - b)).Sum();
        Assert.InRange(Math.Sqrt(error / Energy(signal)), 0, 2e-7 * Math.Log2(length));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_energy_of_spectrum_and_signal_is_one(int length, int lanes)
    {
        float[] signal = Noise(length, seed: 4);
        var (real, imaginary, _) = Transform(signal, lanes);
        double energy = 0;
        for (int k = 0; k <= length / 2; k++)
            energy += (k == 0 || k == length / 2 ? 1 : 2) * Square(new Complex(real[k], imaginary[k]));
        Assert.Equal(1, energy / length / Energy(signal), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void An_impulse_has_all_frequencies_turned_by_its_place(int length, int lanes)
    {
        foreach (int place in new[] { 0, 1, 7, length - 1 })
        {
            float[] signal = new float[length];
            signal[place] = 1;
            var (real, imaginary, _) = Transform(signal, lanes);
            for (int k = 0; k <= length / 2; k++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * ((long)k * place % length) / length);
                Assert.Equal(cos, real[k], 5e-7);
                Assert.Equal(sin, imaginary[k], 5e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_sine_on_a_bin_lies_on_that_bin_alone(int length, int lanes)
    {
        foreach (int bin in new[] { 1, 5, (length / 4) + 1, (length / 2) - 1 })
        {
            float[] signal = [.. Enumerable.Range(0, length).Select(n => (float)Math.Sin(2 * Math.PI * ((long)n * bin % length) / length))];
            var (real, imaginary, _) = Transform(signal, lanes);
            for (int k = 0; k <= length / 2; k++)
            {
                Assert.Equal(0, real[k] / length, 1e-6);
                Assert.Equal(k == bin ? -0.5 : 0, imaginary[k] / length, 1e-6);
            }
        }
    }

    [Fact]
    public void A_sum_of_signals_has_the_sum_of_spectra()
    {
        float[] a = Noise(2048, seed: 5);
        float[] b = Noise(2048, seed: 6);
        float[] sum = [.. a.Zip(b, (x, y) => x + (0.5f * y))];
        var (realA, imaginaryA, _) = Transform(a, RealFft.MaxLanes);
        var (realB, imaginaryB, _) = Transform(b, RealFft.MaxLanes);
        var (real, imaginary, _) = Transform(sum, RealFft.MaxLanes);
        for (int k = 0; k <= 1024; k++)
        {
            Assert.Equal(realA[k] + (0.5f * realB[k]), real[k], 1e-4);
            Assert.Equal(imaginaryA[k] + (0.5f * imaginaryB[k]), imaginary[k], 1e-4);
        }
    }

    [Fact]
    public void The_ends_of_a_spectrum_are_real()
    {
        var fft = new RealFft(512);
        var scratch = new FftScratch(fft);
        float[] real = Noise(fft.Bins, seed: 7);
        float[] imaginary = Noise(fft.Bins, seed: 8);
        float[] first = new float[512];
        fft.Inverse(real, imaginary, first, scratch);
        imaginary[0] = imaginary[256] = 100;
        float[] second = new float[512];
        fft.Inverse(real, imaginary, second, scratch);
        Assert.Equal(first, second);
        fft.Forward(first, real, imaginary, scratch);
        Assert.Equal((0, 0), (imaginary[0], imaginary[256]));
    }

    [Fact]
    public void Many_threads_share_one_transform()
    {
        var fft = new RealFft(1024);
        float[][] signals = [.. Enumerable.Range(0, 8).Select(seed => Noise(1024, seed))];
        float[][] alone = [.. signals.Select(signal => Transform(signal, RealFft.MaxLanes).Real)];
        Parallel.For(0, 8, i =>
        {
            var scratch = new FftScratch(fft);
            float[] real = new float[fft.Bins];
            float[] imaginary = new float[fft.Bins];
            for (int repeat = 0; repeat < 2_000; repeat++)
            {
                fft.Forward(signals[i], real, imaginary, scratch);
                Assert.True(real.AsSpan().SequenceEqual(alone[i]));
            }
        });
    }

    [Fact]
    public void A_transform_does_not_allocate_or_write_beside_its_room()
    {
        var fft = new RealFft(2048);
        var scratch = new FftScratch(fft);
        float[] signal = Noise(2048 + 2, seed: 9);
        float[] real = new float[fft.Bins + 2];
        float[] imaginary = new float[fft.Bins + 2];
        signal[0] = signal[^1] = real[0] = real[^1] = imaginary[0] = imaginary[^1] = 42;
        Once();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All([signal, real, imaginary], floats => Assert.Equal((42, 42), (floats[0], floats[^1])));

        void Once()
        {
            fft.Forward(signal.AsSpan(1, 2048), real.AsSpan(1, fft.Bins), imaginary.AsSpan(1, fft.Bins), scratch);
            fft.Inverse(real.AsSpan(1, fft.Bins), imaginary.AsSpan(1, fft.Bins), signal.AsSpan(1, 2048), scratch);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(1000)]
    [InlineData(131_072)]
    [InlineData(int.MinValue)]
    public void A_length_that_is_no_power_of_two_in_range_is_refused_by_value(int length) =>
        Assert.Equal(length, Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(length)).ActualValue);

    [Fact]
    public void Too_little_room_is_refused()
    {
        var fft = new RealFft(64);
        var scratch = new FftScratch(fft);
        float[] signal = new float[64];
        float[] bins = new float[33];
        Assert.Throws<ArgumentException>(() => fft.Forward(signal.AsSpan(1), bins, bins, scratch));
        Assert.Throws<ArgumentException>(() => fft.Forward(signal, bins.AsSpan(1), bins, scratch));
        Assert.Throws<ArgumentException>(() => fft.Inverse(bins, bins.AsSpan(1), signal, scratch));
        Assert.Throws<ArgumentException>(() => fft.Inverse(bins, bins, signal, new FftScratch(new RealFft(32))));
    }

    private static (float[] Real, float[] Imaginary, float[] Back) Transform(float[] signal, int lanes)
    {
        var fft = new RealFft(signal.Length, lanes);
        var scratch = new FftScratch(fft);
        float[] real = new float[fft.Bins];
        float[] imaginary = new float[fft.Bins];
        float[] back = new float[signal.Length];
        fft.Forward(signal, real, imaginary, scratch);
        fft.Inverse(real, imaginary, back, scratch);
        return (real, imaginary, back);
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static double Square(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);

    private static double Energy(float[] signal) => signal.Sum(sample => (double)sample * sample);
}
