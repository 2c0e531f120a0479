using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class BiquadTests
{
    [Theory]
    [MemberData(nameof(BiquadDesignTests.FilterIndices), MemberType = typeof(BiquadDesignTests))]
    public void Output_equals_scipys_sosfilt(int index)
    {
        ScipyVectors vectors = ScipyVectors.Instance;
        var biquad = new Biquad(1);
        biquad.Set(vectors.Filters[index].Ours(vectors.Rate));
        float[] samples = [.. vectors.Input];
        biquad.Process(0, samples, 0);
        for (int i = 0; i < samples.Length; i++)
            Assert.Equal(vectors.Filters[index].Output[i], samples[i], 1e-6);
    }

    [Fact]
    public void Channels_do_not_hear_each_other()
    {
        var biquad = new Biquad(2);
        biquad.Set(BiquadDesign.LowPass(0.05, 2));
        float[] silent = new float[64];
        biquad.Process(0, Noise(64, 1), 0);
        biquad.Process(1, silent, 0);
        Assert.All(silent, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_walk_between_filters_does_not_depend_on_how_it_is_cut()
    {
        float[] whole = Noise(Biquad.GridFrames, 2), cut = [.. whole];
        var one = Walking();
        one.Process(0, whole, 0);
        var two = Walking();
        two.Process(0, cut.AsSpan(0, 5), 0);
        two.Process(0, cut.AsSpan(5, 1), 5);
        two.Process(0, cut.AsSpan(6), 6);
        Assert.Equal(whole, cut);

        static Biquad Walking()
        {
            var biquad = new Biquad(1);
            biquad.Set(BiquadDesign.LowPass(0.01, 1), 0.25);
            biquad.RampTo(BiquadDesign.LowPass(0.1, 1), 0.75);
            return biquad;
        }
    }

    [Fact]
    public void A_walk_ends_at_the_new_filter()
    {
        BiquadCoefficients goal = BiquadDesign.Peaking(0.1, 1, 12);
        var walked = new Biquad(1);
        walked.Set(BiquadDesign.Peaking(0.1, 1, -12));
        walked.RampTo(goal);
        walked.Process(0, new float[Biquad.GridFrames], 0);
        walked.Hold();
        var set = new Biquad(1);
        set.Set(goal);
        float[] expected = Noise(100, 3), actual = [.. expected];
        set.Process(0, expected, 0);
        walked.Process(0, actual, 0);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Half_wet_is_the_mean_of_input_and_filter()
    {
        BiquadCoefficients filter = BiquadDesign.HighPass(0.1, 1);
        float[] input = Noise(200, 4), full = [.. input], half = [.. input];
        var wet = new Biquad(1);
        wet.Set(filter);
        wet.Process(0, full, 0);
        var mixed = new Biquad(1);
        mixed.Set(filter, 0.5);
        for (int start = 0; start < half.Length; start += 8)
            mixed.Process(0, half.AsSpan(start, 8), start % Biquad.GridFrames);
        for (int i = 0; i < input.Length; i++)
            Assert.Equal((input[i] + full[i]) / 2, half[i], 1e-6);
    }

    [Fact]
    public void Ringing_ends_in_exact_silence_instead_of_denormals()
    {
        var biquad = new Biquad(1);
        biquad.Set(BiquadDesign.LowPass(0.1, 1));
        float[] samples = new float[4096];
        samples[0] = 1;
        biquad.Process(0, samples, 0);
        Assert.DoesNotContain(samples, float.IsSubnormal);
        Assert.All(samples.AsSpan(2048).ToArray(), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Double_state_is_precise_at_20_Hz_and_192_kHz_where_float_is_not()
    {
        // Against the same recursion in decimal arithmetic. All that may be left is the rounding of the output.
        BiquadCoefficients filter = BiquadDesign.HighPass(20.0 / 192_000, BiquadDesign.ButterworthQ);
        float[] input = Noise(20_000, 5), output = [.. input];
        var biquad = new Biquad(1);
        biquad.Set(filter);
        biquad.Process(0, output, 0);
        double[] exact = DecimalReference(filter, input);
        Assert.InRange(NoiseDb(exact, output), -170, -150);
        Assert.InRange(NoiseDb(exact, FloatState(filter, input)), -70, -40);
    }

    private static double NoiseDb(double[] exact, float[] output)
    {
        double noise = 0, signal = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            noise += (output[i] - exact[i]) * (output[i] - exact[i]);
            signal += exact[i] * exact[i];
        }
        return 10 * Math.Log10(noise / signal);
    }

    private static double[] DecimalReference(BiquadCoefficients filter, float[] input)
    {
        (decimal b0, decimal b1, decimal b2) = ((decimal)filter.B0, (decimal)filter.B1, (decimal)filter.B2);
        (decimal a1, decimal a2) = ((decimal)filter.A1, (decimal)filter.A2);
        decimal s1 = 0, s2 = 0;
        return [.. input.Select(sample =>
        {
            decimal x = (decimal)(double)sample;
            decimal y = (b0 * x) + s1;
            s1 = (b1 * x) - (a1 * y) + s2;
            s2 = (b2 * x) - (a2 * y);
            return (double)y;
        })];
    }

    private static float[] FloatState(BiquadCoefficients filter, float[] input)
    {
        (float b0, float b1, float b2) = ((float)filter.B0, (float)filter.B1, (float)filter.B2);
        (float a1, float a2) = ((float)filter.A1, (float)filter.A2);
        float s1 = 0, s2 = 0;
        return [.. input.Select(x =>
        {
            float y = (b0 * x) + s1;
            s1 = (b1 * x) - (a1 * y) + s2;
            s2 = (b2 * x) - (a2 * y);
            return y;
        })];
    }

    private static float[] Noise(int frames, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
