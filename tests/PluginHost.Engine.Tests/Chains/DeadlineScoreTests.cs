using PluginHost.Engine.Chains;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class DeadlineScoreTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 19)]
    [InlineData(4, 53)]
    public void A_slot_that_keeps_missing_is_found_out_soon(int every, int blocks) => Assert.Equal(blocks, BlocksUntilTooMuch(every));

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1_000)]
    public void A_miss_every_eight_blocks_or_fewer_is_forgotten(int every) => Assert.Equal(-1, BlocksUntilTooMuch(every));

    [Fact]
    public void Seven_misses_in_a_row_are_forgiven_and_told()
    {
        DeadlineScore score = new();
        for (int i = 1; i <= 7; i++)
        {
            Assert.False(score.Add(true));
            Assert.Equal(i, score.Misses);
        }
        for (int i = 0; i < 50; i++)
            score.Add(false);
        Assert.Equal(0, score.Misses);
    }

    [Fact]
    public void Clearing_forgets_everything()
    {
        DeadlineScore score = new();
        for (int i = 0; i < 100; i++)
            score.Add(true);
        score.Clear();
        Assert.Equal(0, score.Misses);
        Assert.False(score.Add(true));
    }

    private static int BlocksUntilTooMuch(int every)
    {
        DeadlineScore score = new();
        for (int block = 0; block < 100_000; block++)
        {
            if (score.Add(block % every == 0))
                return block + 1;
        }
        return -1;
    }
}
