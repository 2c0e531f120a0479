using System.Numerics;
using PluginHost.Dsp.Filters;
using PluginHost.Dsp.Fourier;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class HilbertPairTests
{
    public static TheoryData<double, double> Designs => new()
    {
        { 30.0 / 8_000, 60 },
        { 30.0 / 44_100, 60 },
        { 30.0 / 192_000, 60 },
        { 40.0 / 192_000, 40 },
        { 0.0005, 90 },
        { 0.01, 100 },
        { 0.19, 20 },
    };

    [Theory]
    [MemberData(nameof(Designs))]
    public void Both_outputs_have_the_level_of_the_input_a_quarter_of_a_cycle_apart(double lowest, double imageDb)
    {
        double worstDb = double.NegativeInfinity;
        foreach ((double frequency, Complex first, Complex second) in Responses(lowest, imageDb))
        {
            Assert.Equal(1, first.Magnitude, 1e-3);
            Assert.Equal(1, second.Magnitude, 1e-3);
            if (frequency < lowest || frequency > 0.5 - lowest)
                continue;
            Complex wanted = first + (Complex.ImaginaryOne * second), image = first - (Complex.ImaginaryOne * second);
            worstDb = Math.Max(worstDb, 20 * Math.Log10(image.Magnitude / wanted.Magnitude));
        }
        // 0.1 dB for what float samples leave out.
        Assert.True(worstDb < 0.1 - imageDb, $"image at {worstDb:0.0} dB");
    }

    [Fact]
    public void Who_asks_for_less_gets_fewer_sections()
    {
        Assert.True(new HilbertPair(0.001, 40).Sections < new HilbertPair(0.001, 80).Sections);
        Assert.True(new HilbertPair(0.01, 60).Sections < new HilbertPair(0.0002, 60).Sections);
        Assert.InRange(new HilbertPair(30.0 / 48_000).Sections, 4, 6);
    }

    [Fact]
    public void The_result_does_not_depend_on_how_the_stream_is_cut()
    {
        float[] input = Tones.Noise(2_000, 1);
        float[][] whole = Both(new HilbertPair(0.001), [2_000]);
        Assert.Equal(whole, Both(new HilbertPair(0.001), [1, 63, 64, 65, 7, 300, 1_500]));
        HilbertPair used = new(0.001);
        Split(used, Tones.Noise(777, 2), [777]);
        used.Reset();
        Assert.Equal(whole, Both(used, [1_999, 1]));

        float[][] Both(HilbertPair pair, int[] cuts)
        {
            (float[] first, float[] second) = Split(pair, input, cuts);
            return [first, second];
        }
    }

    [Theory]
    [InlineData(30.0 / 192_000)]
    [InlineData(0.1)]
    public void What_has_decayed_is_exactly_0_and_never_denormal(double lowest)
    {
        HilbertPair pair = new(lowest);
        float[] input = new float[400_000];
        Tones.Noise(1_000, 3).CopyTo(input, 0);
        (float[] first, float[] second) = Split(pair, input, [400_000]);
        Assert.DoesNotContain(first.Concat(second), float.IsSubnormal);
        Assert.All(first[350_000..].Concat(second[350_000..]), sample => Assert.Equal(0, sample));
    }

    [Theory]
    [InlineData(0.0001, 60)]
    [InlineData(0.2, 60)]
    [InlineData(double.NaN, 60)]
    [InlineData(0.01, 10)]
    [InlineData(0.01, double.NaN)]
    public void What_cannot_be_designed_is_refused(double lowest, double imageDb) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HilbertPair(lowest, imageDb));

    private static (float[] First, float[] Second) Split(HilbertPair pair, float[] input, int[] cuts)
    {
        float[] first = [.. input], second = new float[input.Length];
        int at = 0;
        foreach (int frames in cuts)
        {
            pair.Process(first.AsSpan(at, frames), first.AsSpan(at), second.AsSpan(at));
            at += frames;
        }
        Assert.Equal(input.Length, at);
        return (first, second);
    }

    private static IEnumerable<(double Frequency, Complex First, Complex Second)> Responses(double lowest, double imageDb)
    {
        // The slowest pole decays with about the lowest frequency; what is left at the end of the impulse response is nothing.
        RealFft fft = new(65_536);
        FftScratch scratch = new(fft);
        float[] impulse = new float[fft.Length];
        impulse[0] = 1;
        (float[] first, float[] second) = Split(new HilbertPair(lowest, imageDb), impulse, [impulse.Length]);
        float[] re1 = new float[fft.Bins], im1 = new float[fft.Bins], re2 = new float[fft.Bins], im2 = new float[fft.Bins];
        fft.Forward(first, re1, im1, scratch);
        fft.Forward(second, re2, im2, scratch);
        for (int k = 1; k < fft.Bins - 1; k++)
            yield return ((double)k / fft.Length, new Complex(re1[k], im1[k]), new Complex(re2[k], im2[k]));
    }
}
