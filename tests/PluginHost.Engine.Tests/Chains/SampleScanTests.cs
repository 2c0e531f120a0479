using PluginHost.Engine.Chains;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class SampleScanTests
{
    public static TheoryData<int> Lengths => [0, 1, 7, 8, 9, 16, 31, 64, 100];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_peak_is_the_largest_magnitude(int length)
    {
        float[] samples = Noise.Make(length, length);
        Assert.Equal(samples.Select(MathF.Abs).DefaultIfEmpty(0).Max(), SampleScan.Peak(samples));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_sample_that_is_not_finite_is_found_at_every_place(float bad)
    {
        for (int place = 0; place < 37; place++)
        {
            float[] samples = new float[37];
            samples[place] = bad;
            Assert.Equal(float.PositiveInfinity, SampleScan.Peak(samples));
        }
    }

    [Fact]
    public void A_nan_of_any_payload_and_sign_is_found()
    {
        foreach (uint bits in new[] { 0x7F80_0001u, 0xFF80_0001u, 0x7FFF_FFFFu, 0xFFFF_FFFFu })
            Assert.Equal(float.PositiveInfinity, SampleScan.Peak([BitConverter.UInt32BitsToSingle(bits)]));
        Assert.Equal(float.MaxValue, SampleScan.Peak([0, float.MinValue, 1]));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Squares_are_summed(int length)
    {
        float[] samples = Noise.Make(length, length);
        Assert.Equal(samples.Sum(sample => (double)sample * sample), SampleScan.SumOfSquares(samples), 1e-4 * (length + 1));
    }
}
