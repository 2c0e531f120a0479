using PluginHost.Dsp.Spectra;
using Xunit;

namespace PluginHost.Dsp.Tests.Spectra;

public class WindowTests
{
    [Theory]
    [InlineData("Hann", 512, 2)]
    [InlineData("Hann", 512, 4)]
    [InlineData("Hann", 300, 3)]
    [InlineData("Hamming", 512, 2)]
    [InlineData("BlackmanHarris", 512, 4)]
    [InlineData("BlackmanHarris", 512, 8)]
    public void Periodic_windows_add_up_evenly(string name, int length, int overlap)
    {
        float[] window = Make(name, length);
        Assert.InRange(OverlapSum.Ripple(window, length / overlap), 0, 1e-6);
        double mean = window.Average(sample => (double)sample);
        Assert.All(OverlapSum.Of(window, length / overlap), sum => Assert.Equal(mean * overlap, sum, 1e-5));
    }

    [Fact]
    public void Too_wide_a_hop_shows_as_ripple()
    {
        Assert.Equal(2, OverlapSum.Ripple(Windows.Hann(512), 512), 1e-6);
        Assert.InRange(OverlapSum.Ripple(Windows.BlackmanHarris(512), 256), 0.5, 2);
    }

    // Side lobes from the cited papers, in dB, and how many bins the main lobe reaches from its middle.
    [Theory]
    [InlineData("Hann", -31.5, 2)]
    [InlineData("Hamming", -42.7, 2)]
    [InlineData("BlackmanHarris", -92.0, 4)]
    [InlineData("SqrtHann", -23.0, 1.5)]
    public void The_highest_side_lobe_is_where_the_literature_says(string name, double lobeDb, double mainLobeBins)
    {
        float[] window = Make(name, 128);
        double highest = 0;
        for (double bin = mainLobeBins; bin <= 64; bin += 0.02)
            highest = Math.Max(highest, Magnitude(window, bin));
        Assert.Equal(lobeDb, 20 * Math.Log10(highest / Magnitude(window, 0)), 0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(40)]
    public void Kaiser_is_made_of_the_integral_that_defines_I0(double beta)
    {
        float[] window = Windows.Kaiser(64, beta);
        for (int n = 0; n < 64; n++)
        {
            double place = (2.0 * n / 64) - 1;
            double root = beta * Math.Sqrt(1 - (place * place));
            // I0(x) = 1 / pi integral of exp(x cos t) from 0 to pi; scaled by exp(-beta).
            Assert.Equal(Integral(root) / Integral(beta), window[n], 1e-6);
        }

        double Integral(double x) => Enumerable.Range(0, 2000).Sum(i => Math.Exp((x * Math.Cos(Math.PI * (i + 0.5) / 2000)) - beta));
    }

    [Theory]
    [InlineData("Hann")]
    [InlineData("SqrtHann")]
    [InlineData("Hamming")]
    [InlineData("BlackmanHarris")]
    public void Windows_are_mirrors_of_themselves_with_one_at_the_middle(string name)
    {
        float[] window = Make(name, 100);
        Assert.Equal(1, window[50], 1e-6);
        for (int n = 1; n < 100; n++)
            Assert.Equal(window[100 - n], window[n], 1e-6);
    }

    [Fact]
    public void Impossible_windows_are_refused_by_value()
    {
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Hann(0)).ActualValue);
        Assert.Equal(-1.0, Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Kaiser(8, -1)).ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Kaiser(8, double.NaN));
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>(() => OverlapSum.Of([1], 0)).ActualValue);
    }

    internal static float[] Make(string name, int length) =>
        (float[])typeof(Windows).GetMethod(name)!.Invoke(null, [length])!;

    private static double Magnitude(float[] window, double bin)
    {
        double real = 0;
        double imaginary = 0;
        for (int n = 0; n < window.Length; n++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * bin * n / window.Length);
            real += window[n] * cos;
            imaginary += window[n] * sin;
        }
        return Math.Sqrt((real * real) + (imaginary * imaginary));
    }
}
