using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class StereoPairsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1003)]
    public void Every_sample_goes_where_it_belongs_and_comes_back_bit_for_bit(int frames)
    {
        // Bit patterns of all kinds, those of numbers that are none among them.
        Random random = new(frames);
        float[] interleaved = [.. Enumerable.Range(0, 2 * frames).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))];
        float[] left = new float[frames], right = new float[frames], joined = new float[2 * frames];
        StereoPairs.Split(interleaved, left, right);
        StereoPairs.Join(left, right, joined);
        for (int i = 0; i < frames; i++)
        {
            Assert.Equal(Bits(interleaved[2 * i]), Bits(left[i]));
            Assert.Equal(Bits(interleaved[(2 * i) + 1]), Bits(right[i]));
        }
        Assert.Equal(interleaved.Select(Bits), joined.Select(Bits));

        static int Bits(float sample) => BitConverter.SingleToInt32Bits(sample);
    }
}
