using System.Numerics;
using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class FirDesignTests
{
    public static TheoryData<int> WindowIndices => [.. Enumerable.Range(0, BlockVectors.Instance.Firs.Windows.Length)];

    [Theory]
    [MemberData(nameof(WindowIndices))]
    public void Taps_equal_scipys_firwin(int index)
    {
        FirVector theirs = BlockVectors.Instance.Firs.Windows[index];
        int taps = theirs.Taps.Length;
        double[] ours = theirs.Kind switch
        {
            "LowPass" => FirDesign.LowPass(taps, theirs.Cut[0], theirs.Beta),
            "HighPass" => FirDesign.HighPass(taps, theirs.Cut[0], theirs.Beta),
            _ => FirDesign.BandPass(taps, theirs.Cut[0], theirs.Cut[1], theirs.Beta),
        };
        for (int i = 0; i < taps; i++)
            Assert.Equal(theirs.Taps[i], ours[i], 1e-11);
    }

    [Fact]
    public void Lengths_and_betas_equal_scipys_kaiserord()
    {
        Assert.All(BlockVectors.Instance.Firs.Orders, order =>
        {
            Assert.Equal(order.Beta, FirDesign.KaiserBeta(order.AttenuationDb), 1e-12);
            Assert.Equal(order.Taps, FirDesign.KaiserTaps(order.AttenuationDb, order.Transition));
        });
    }

    [Theory]
    [InlineData(40, 0.05)]
    [InlineData(70, 0.02)]
    [InlineData(100, 0.04)]
    public void A_low_pass_attenuates_and_ripples_as_it_was_designed_to(double attenuationDb, double transition)
    {
        const double cut = 0.2;
        int taps = FirDesign.KaiserTaps(attenuationDb, transition);
        double[] filter = FirDesign.LowPass(taps, cut, FirDesign.KaiserBeta(attenuationDb));
        // Kaiser's fit is good to about a decibel.
        double allowed = Math.Pow(10, (1 - attenuationDb) / 20);
        for (double frequency = 0; frequency <= 0.5; frequency += 0.0005)
        {
            double gain = Response(filter, frequency).Magnitude;
            if (frequency <= cut - (transition / 2))
                Assert.InRange(gain, 1 - allowed, 1 + allowed);
            else if (frequency >= cut + (transition / 2))
                Assert.InRange(gain, 0, allowed);
        }
        Assert.Equal(0.5, Response(filter, cut).Magnitude, 1e-2);
    }

    [Fact]
    public void Impossible_filters_are_refused_by_value()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.HighPass(10, 0.1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.BandPass(11, 0.2, 0.1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.LowPass(11, 0.6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => FirDesign.LowPass(0, 0.1, 5));
    }

    private static Complex Response(double[] filter, double frequency)
    {
        Complex sum = 0;
        for (int i = 0; i < filter.Length; i++)
            sum += filter[i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency * i);
        return sum;
    }
}
