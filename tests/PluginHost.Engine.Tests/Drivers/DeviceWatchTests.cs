using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class DeviceWatchTests
{
    private const double Look = 0.04;
    private readonly DeviceWatch _watch = new();
    private double _now;
    private long _blocks;

    [Fact]
    public void Nothing_happens_as_long_as_blocks_flow()
    {
        _watch.Start(0, 0.5);

        for (int i = 0; i < 1000; i++)
            Assert.Equal(WatchVerdict.None, See(isAlive: true));

        Assert.Equal(DriverState.Running, _watch.State);
    }

    [Fact]
    public void A_device_that_ends_is_lost_at_the_next_look()
    {
        _watch.Start(0, 0.5);
        See(isAlive: true);

        Assert.Equal(WatchVerdict.Lost, See(isAlive: true, isActive: false));
        Assert.Equal((DriverState.Lost, false), (_watch.State, _watch.HasStalled));
    }

    [Fact]
    public void A_device_that_stands_still_is_lost_between_half_a_second_and_one()
    {
        _watch.Start(0, 0.5);
        See(isAlive: true);
        double last = _now;

        while (See(isAlive: false) == WatchVerdict.None)
            Assert.True(_now - last < 1);

        Assert.InRange(_now - last, 0.5, 0.6);
        Assert.Equal((DriverState.Lost, true), (_watch.State, _watch.HasStalled));
    }

    [Fact]
    public void A_device_that_never_gives_a_first_block_is_lost_too()
    {
        _watch.Start(0, 0.5);

        while (See(isAlive: false) == WatchVerdict.None)
            Assert.True(_now < 1);
    }

    [Fact]
    public void When_nobody_looked_for_long_the_device_is_not_to_blame()
    {
        _watch.Start(0, 0.5);
        See(isAlive: true);
        _now += 60;

        Assert.Equal(WatchVerdict.None, See(isAlive: false));
        Assert.Equal(WatchVerdict.None, See(isAlive: true));
    }

    [Fact]
    public void Attempts_to_open_it_again_come_ever_more_seldom()
    {
        _watch.Start(0, 0.5);
        See(isAlive: true, isActive: false);
        double lost = _now;
        List<double> delays = [];
        for (double last = lost; delays.Count < 6; last = _now)
        {
            while (See(isAlive: false, isActive: false) != WatchVerdict.Retry)
                Assert.True(_now < 60);
            delays.Add(_now - last);
            _watch.RetryFailed(_now);
            Assert.Equal(DriverState.Retrying, _watch.State);
        }

        double[] expected = [0.25, 0.5, 1, 2, 2, 2];
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(delays[i], expected[i] - 1e-9, expected[i] + Look);
    }

    [Fact]
    public void After_it_came_back_the_next_loss_begins_with_the_shortest_delay_again()
    {
        _watch.Start(0, 0.5);
        See(isAlive: true, isActive: false);
        _watch.RetryFailed(_now);
        _watch.RetryFailed(_now);
        _watch.Start(_now, 0.5);
        Assert.Equal(DriverState.Running, _watch.State);
        See(isAlive: true);
        See(isAlive: true, isActive: false);
        double lost = _now;

        while (See(isAlive: false, isActive: false) != WatchVerdict.Retry)
            Assert.True(_now < lost + 1);

        Assert.InRange(_now - lost, 0.25 - 1e-9, 0.25 + Look);
    }

    [Theory]
    [InlineData(false, DriverState.Stopped)]
    [InlineData(true, DriverState.Ended)]
    public void What_was_stopped_is_not_watched(bool hasEnded, object state)
    {
        _watch.Start(0, 0.5);
        _watch.Stop(hasEnded);

        for (int i = 0; i < 100; i++)
            Assert.Equal(WatchVerdict.None, See(isAlive: false, isActive: false));
        Assert.Equal((DriverState)state, _watch.State);
    }

    private WatchVerdict See(bool isAlive, bool isActive = true)
    {
        _now += Look;
        return _watch.Observe(_now, isActive, isAlive ? ++_blocks : _blocks);
    }
}
