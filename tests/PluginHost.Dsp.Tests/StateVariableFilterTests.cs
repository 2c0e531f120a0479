using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class StateVariableFilterTests
{
    [Theory]
    [MemberData(nameof(BiquadDesignTests.FilterIndices), MemberType = typeof(BiquadDesignTests))]
    public void Output_equals_scipys_bilinear_filter(int index)
    {
        ScipyVectors vectors = ScipyVectors.Instance;
        ScipyFilter theirs = vectors.Filters[index];
        float[] samples = [.. vectors.Input];
        new StateVariableFilter().Process(samples, theirs.Hertz / vectors.Rate, Shape(theirs));
        for (int i = 0; i < samples.Length; i++)
            Assert.Equal(theirs.Output[i], samples[i], 1e-6);

        static SvfShape Shape(ScipyFilter filter) => filter.Kind switch
        {
            "LowPass" => SvfShape.LowPass(filter.Q),
            "HighPass" => SvfShape.HighPass(filter.Q),
            "BandPass" => SvfShape.BandPass(filter.Q),
            "Notch" => SvfShape.Notch(filter.Q),
            "Peaking" => SvfShape.Bell(filter.Q, filter.GainDb),
            "LowShelf" => SvfShape.LowShelf(filter.Q, filter.GainDb),
            _ => SvfShape.HighShelf(filter.Q, filter.GainDb),
        };
    }

    [Fact]
    public void A_moving_frequency_gives_what_numpy_solves_at_every_frame()
    {
        SvfVector vector = BlockVectors.Instance.Svf;
        AssertOutput(vector.LowPass, SvfShape.LowPass(vector.Q));
        AssertOutput(vector.BandPass, SvfShape.BandPass(vector.Q));
        AssertOutput(vector.HighPass, SvfShape.HighPass(vector.Q));

        void AssertOutput(double[] expected, SvfShape shape)
        {
            float[] samples = [.. vector.Input];
            new StateVariableFilter().Process(samples, vector.Frequencies, shape);
            for (int i = 0; i < samples.Length; i++)
                Assert.Equal(expected[i], samples[i], 2e-6);
        }
    }

    [Fact]
    public void Peak_is_low_minus_high_and_notch_is_their_sum()
    {
        float[] low = Through(SvfShape.LowPass(4)), high = Through(SvfShape.HighPass(4));
        float[] peak = Through(SvfShape.Peak(4)), notch = Through(SvfShape.Notch(4));
        for (int i = 0; i < low.Length; i++)
        {
            Assert.Equal(low[i] - high[i], peak[i], 1e-6);
            Assert.Equal(low[i] + high[i], notch[i], 1e-6);
        }
    }

    [Fact]
    public void All_pass_keeps_the_energy_of_an_impulse()
    {
        float[] impulse = new float[4096];
        impulse[0] = 1;
        new StateVariableFilter().Process(impulse, 0.05, SvfShape.AllPass(2));
        Assert.Equal(1, impulse.Sum(sample => (double)sample * sample), 1e-6);
        Assert.InRange(impulse.Max(Math.Abs), 0, 0.9);
    }

    [Fact]
    public void Frames_blocks_and_moving_frequencies_give_the_same_bits()
    {
        SvfShape shape = SvfShape.Bell(2, 9);
        const float frequency = 0.07f;
        float[] whole = Noise(300), cut = [.. whole], single = [.. whole], moved = [.. whole];
        new StateVariableFilter().Process(whole, frequency, shape);
        var filter = new StateVariableFilter();
        foreach (Range piece in new[] { ..1, 1..64, 64..193, 193.. })
            filter.Process(cut.AsSpan(piece), frequency, shape);
        filter.Reset();
        for (int i = 0; i < single.Length; i++)
            single[i] = filter.Next(single[i], StateVariableFilter.Warp(frequency), shape);
        filter.Reset();
        filter.Process(moved, [.. Enumerable.Repeat(frequency, moved.Length)], shape);
        Assert.Equal(whole, cut);
        Assert.Equal(whole, single);
        Assert.Equal(whole, moved);
    }

    [Fact]
    public void A_resonance_thrown_about_at_every_frame_stays_bounded()
    {
        // The energy of two integrators with damping can only fall, so noise in cannot grow without end.
        var random = new Random(3);
        float[] samples = Noise(200_000);
        float[] frequencies = [.. samples.Select(_ => 0.0005f + (0.499f * random.NextSingle()))];
        new StateVariableFilter().Process(samples, frequencies, SvfShape.LowPass(50));
        Assert.InRange(samples.Max(Math.Abs), 0.1, 100);
    }

    [Fact]
    public void Ringing_ends_in_exact_silence_instead_of_denormals()
    {
        float[] samples = new float[8192];
        samples[0] = 1;
        new StateVariableFilter().Process(samples, 0.05, SvfShape.BandPass(3));
        Assert.DoesNotContain(samples, float.IsSubnormal);
        Assert.NotEqual(0, samples[500]);
        Assert.All(samples.AsSpan(4096).ToArray(), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_band_that_dies_away_under_a_constant_input_leaves_no_denormals_either()
    {
        float[] samples = new float[8192];
        samples.AsSpan().Fill(1);
        new StateVariableFilter().Process(samples, 0.05, SvfShape.BandPass(0.6));
        Assert.DoesNotContain(samples, float.IsSubnormal);
        Assert.InRange(samples[^1], -1e-15, 1e-15);
    }

    private static float[] Through(SvfShape shape)
    {
        float[] samples = Noise(200);
        new StateVariableFilter().Process(samples, 0.1, shape);
        return samples;
    }

    private static float[] Noise(int frames)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, frames).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
