using PluginHost.Neural.Parallel;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Neural.Tests.Parallel;

public sealed class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_job_runs_once(int threads)
    {
        using Crew crew = new(threads);
        for (int round = 0; round < 200; round++)
        {
            int[] runs = new int[round % 7];
            crew.Run(runs.Length, job => Interlocked.Increment(ref runs[job]));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_job_that_fails_fails_the_run_and_the_next_run_works()
    {
        using Crew crew = new(2);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => crew.Run(4, job => throw new InvalidOperationException("no")));
        Assert.Equal("no", error.Message);
        int sum = 0;
        crew.Run(4, job => Interlocked.Add(ref sum, job));
        Assert.Equal(6, sum);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using Crew crew = new(2);
        Action<int> nothing = _ => { };
        for (int i = 0; i < 100; i++)
            crew.Run(2, nothing);
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (int i = 0; i < 100; i++)
                crew.Run(2, nothing);
        }));
    }
}
