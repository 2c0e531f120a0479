using PluginHost.Neural.Random;
using Xunit;

namespace PluginHost.Neural.Tests.Random;

public sealed class CounterRandomTests
{
    // The known answers of philox4x32 with 10 rounds that its authors publish with Random123 (kat_vectors).
    [Theory]
    [InlineData(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void The_authors_answers_come_out(ulong key, ulong high, ulong low, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal((w0, w1, w2, w3), CounterRandom.Block(key, high, low));

    [Fact]
    public void A_position_is_reached_without_those_before()
    {
        CounterRandom far = new(5, 9, 3), near = new(5, 9, 0);
        for (int i = 0; i < 12; i++)
            near.NextUInt32();
        Assert.Equal(far.NextUInt32(), near.NextUInt32());
    }

    [Fact]
    public void Numbers_fill_their_range_evenly()
    {
        CounterRandom random = new(1, 2, 0);
        int[] counts = new int[10];
        double sum = 0, squares = 0;
        for (int i = 0; i < 100_000; i++)
        {
            float value = random.NextSingle();
            Assert.InRange(value, 0f, 0.99999999f);
            counts[random.NextInt32(10)]++;
            float normal = random.NextGaussian();
            (sum, squares) = (sum + normal, squares + normal * normal);
        }
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.InRange(sum / 100_000, -0.015, 0.015);
        Assert.InRange(squares / 100_000, 0.98, 1.02);
    }
}
