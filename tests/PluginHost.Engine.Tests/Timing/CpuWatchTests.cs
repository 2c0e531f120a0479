using PluginHost.Engine.Timing;
using Xunit;

namespace PluginHost.Engine.Tests.Timing;

public class CpuWatchTests
{
    private const long Period = 1_000;
    private readonly FakeThread _thread = new() { CpuNanoseconds = 50_000 };
    private readonly CpuWatch _watch;

    public CpuWatchTests() => _watch = new CpuWatch(_thread);

    [Fact]
    public void Blocks_in_time_ask_the_system_every_sixteenth_time()
    {
        for (int block = 0; block < 160; block++)
            Assert.Equal(0, Block(busyNs: 100, cpuNs: 100));
        Assert.Equal(10, _thread.Asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void A_late_block_is_told_its_own_time_whatever_went_before(int blocksBefore)
    {
        for (int block = 0; block < blocksBefore; block++)
            Block(busyNs: 100 + (block % 7), cpuNs: 100 + (block % 7));
        Assert.Equal(300, Block(busyNs: 5_000, cpuNs: 300));
        Assert.Equal(4_000, Block(busyNs: 5_000, cpuNs: 4_000));
    }

    [Fact]
    public void A_block_that_waited_for_the_processor_in_time_does_not_hide_what_the_next_one_used()
    {
        Block(busyNs: 100, cpuNs: 100);
        Block(busyNs: 900, cpuNs: 10);
        Assert.Equal(2_000, Block(busyNs: 2_000, cpuNs: 2_000));
    }

    [Fact]
    public void A_block_that_used_hardly_any_is_told_from_one_of_which_nothing_is_known()
    {
        Assert.Equal(1, Block(busyNs: 2_000, cpuNs: 0));
        CpuWatch blind = new(new FakeThread());
        blind.Begin();
        Assert.Equal(0, blind.End(2_000, Period));
    }

    [Fact]
    public void A_block_never_had_the_processor_longer_than_it_took() => Assert.Equal(2_000, Block(busyNs: 2_000, cpuNs: 9_000));

    [Fact]
    public void After_a_restart_the_other_threads_clock_is_read_anew()
    {
        Block(busyNs: 100, cpuNs: 100);
        _thread.CpuNanoseconds = 7;
        _watch.Restart();
        Assert.Equal(1_500, Block(busyNs: 2_000, cpuNs: 1_500));
    }

    private long Block(long busyNs, long cpuNs)
    {
        _watch.Begin();
        _thread.Use(cpuNs);
        return _watch.End(busyNs, Period);
    }
}
