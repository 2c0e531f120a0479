using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class BiquadDesignTests
{
    public static TheoryData<int> FilterIndices => [.. Enumerable.Range(0, ScipyVectors.Instance.Filters.Length)];

    [Theory]
    [MemberData(nameof(FilterIndices))]
    public void Designs_equal_the_analogue_prototypes_through_scipys_bilinear_transform(int index)
    {
        ScipyFilter theirs = ScipyVectors.Instance.Filters[index];
        BiquadCoefficients ours = theirs.Ours(ScipyVectors.Instance.Rate);
        Assert.Equal(theirs.Scipys.B0, ours.B0, 1e-9);
        Assert.Equal(theirs.Scipys.B1, ours.B1, 1e-9);
        Assert.Equal(theirs.Scipys.B2, ours.B2, 1e-9);
        Assert.Equal(theirs.Scipys.A1, ours.A1, 1e-9);
        Assert.Equal(theirs.Scipys.A2, ours.A2, 1e-9);
    }

    [Theory]
    [MemberData(nameof(FilterIndices))]
    public void Responses_equal_scipys_freqz(int index)
    {
        ScipyVectors vectors = ScipyVectors.Instance;
        BiquadCoefficients filter = vectors.Filters[index].Scipys;
        for (int i = 0; i < vectors.Frequencies.Length; i++)
        {
            double magnitude = filter.Response(vectors.Frequencies[i] / vectors.Rate).Magnitude;
            Assert.Equal(Math.Pow(10, vectors.Filters[index].MagnitudeDb[i] / 20), magnitude, 1e-7);
        }
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(-3)]
    [InlineData(18)]
    public void A_peak_has_its_gain_at_the_centre_and_none_far_away(double gainDb)
    {
        BiquadCoefficients peak = BiquadDesign.Peaking(0.1, 2, gainDb);
        Assert.Equal(gainDb, Db(peak, 0.1), 1e-9);
        Assert.Equal(0, Db(peak, 0), 1e-9);
        Assert.Equal(0, Db(peak, 0.5), 1e-9);
    }

    [Fact]
    public void A_shelf_has_its_gain_on_its_side_and_half_of_it_in_the_middle()
    {
        BiquadCoefficients low = BiquadDesign.LowShelf(0.05, BiquadDesign.ButterworthQ, 12);
        BiquadCoefficients high = BiquadDesign.HighShelf(0.05, BiquadDesign.ButterworthQ, -12);
        Assert.Equal(12, Db(low, 0), 1e-9);
        Assert.Equal(6, Db(low, 0.05), 1e-9);
        Assert.Equal(0, Db(low, 0.5), 1e-9);
        Assert.Equal(0, Db(high, 0), 1e-9);
        Assert.Equal(-6, Db(high, 0.05), 1e-9);
        Assert.Equal(-12, Db(high, 0.5), 1e-9);
    }

    [Fact]
    public void Zero_gain_is_an_exact_identity()
    {
        Assert.True(BiquadDesign.Peaking(0.013, 0.7, 0).IsIdentity);
        Assert.True(BiquadDesign.LowShelf(0.0021, 0.9, 0).IsIdentity);
        Assert.True(BiquadDesign.HighShelf(0.33, 1.7, 0).IsIdentity);
        Assert.False(BiquadDesign.Peaking(0.013, 0.7, 0.01).IsIdentity);
    }

    [Fact]
    public void The_decay_that_is_promised_is_the_decay_that_is_measured()
    {
        BiquadCoefficients filter = BiquadDesign.BandPass(0.01, 20);
        double frames = filter.DecayFrames(1e3);
        float[] ringing = new float[8192];
        ringing[0] = 1;
        var biquad = new Biquad(1);
        biquad.Set(filter);
        biquad.Process(0, ringing, 0);
        float before = ringing.Take(100).Max();
        float after = ringing.Skip((int)frames).Take(100).Max();
        Assert.InRange(before / after, 0.99e3, 1.01e3);
    }

    [Fact]
    public void Every_step_between_two_stable_filters_is_stable()
    {
        BiquadCoefficients from = BiquadDesign.HighPass(0.0001, 10);
        BiquadCoefficients to = BiquadDesign.Peaking(0.49, 10, -24);
        for (int step = 0; step <= 100; step++)
            Assert.InRange(BiquadCoefficients.Between(from, to, step / 100.0).PoleRadius, 0, 0.999999);
    }

    private static double Db(BiquadCoefficients filter, double frequency) =>
        20 * Math.Log10(filter.Response(frequency).Magnitude);
}
