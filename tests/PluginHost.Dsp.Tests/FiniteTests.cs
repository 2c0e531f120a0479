using PluginHost.Dsp.Arithmetic;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class FiniteTests
{
    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 16)]
    [InlineData(float.NegativeInfinity, -16)]
    [InlineData(1e30f, 16)]
    [InlineData(-17, -16)]
    [InlineData(16, 16)]
    [InlineData(float.Epsilon, float.Epsilon)]
    public void Wherever_it_stands_a_sample_is_held_and_its_neighbours_are_not(float bad, float contained)
    {
        for (int length = 1; length < 70; length++)
        {
            for (int at = 0; at < length; at++)
            {
                float[] samples = new float[length];
                for (int n = 0; n < length; n++)
                    samples[n] = n * 0.1f * (n % 2 == 0 ? 1 : -1);
                samples[at] = bad;
                float[] expected = [.. samples];
                expected[at] = contained;
                Finite.Contain(samples, 16);
                Assert.Equal(expected, samples);
            }
        }
    }
}
