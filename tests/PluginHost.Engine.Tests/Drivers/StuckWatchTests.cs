using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class StuckWatchTests
{
    private readonly StuckWatch _watch = new();
    private double _now;

    [Fact]
    public void One_block_under_way_for_a_second_is_stuck_and_told_once()
    {
        Assert.False(See(7));
        double begun = _now;
        while (!See(7))
            Assert.True(_now < 2);

        Assert.True(_watch.IsStuck);
        Assert.InRange(_now - begun, 1, 1.1);
        Assert.False(See(7));
    }

    [Fact]
    public void Blocks_that_differ_from_look_to_look_are_not()
    {
        for (int block = 0; block < 100; block++)
            Assert.False(See(block));
    }

    [Fact]
    public void No_block_under_way_is_not()
    {
        for (int i = 0; i < 100; i++)
            Assert.False(See(-1));
    }

    [Fact]
    public void A_block_that_returns_after_all_is_told_too()
    {
        while (!See(7))
        {
        }

        Assert.True(See(8));
        Assert.False(_watch.IsStuck);
    }

    [Fact]
    public void A_process_that_stood_still_itself_blames_nobody()
    {
        See(7);
        _now += 60;
        Assert.False(See(7));
        Assert.False(See(8));
    }

    private bool See(long block)
    {
        _now += 0.04;
        return _watch.Observe(_now, block);
    }
}
