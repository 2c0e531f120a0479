using PluginHost.Engine.Timing;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Timing;

public class HistogramTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 1_000_000)]
    [InlineData(3, long.MaxValue)]
    public void A_percentile_is_at_most_a_sixteenth_above_the_exact_one(int seed, long most)
    {
        Random random = new(seed);
        Histogram histogram = new();
        // Even over the octaves, so that every bucket is met.
        long[] values = [.. Enumerable.Range(0, 5_000).Select(_ => (long)Math.Pow(most, random.NextDouble()))];
        foreach (long value in values)
            histogram.Add(value);
        Array.Sort(values);
        foreach (double percent in new[] { 0.1, 1, 25, 50, 90, 99, 99.9, 100 })
        {
            long exact = values[(int)Math.Ceiling(values.Length * percent / 100) - 1];
            Assert.InRange(histogram.Percentile(percent), exact, exact * 1.0625);
        }
    }

    [Fact]
    public void Small_values_are_told_exactly()
    {
        Histogram histogram = new();
        for (int i = 0; i < 16; i++)
            histogram.Add(i);
        for (int i = 0; i < 16; i++)
            Assert.Equal(i, histogram.Percentile((i + 1) * 100 / 16.0));
    }

    [Fact]
    public void Count_mean_and_largest_are_exact()
    {
        Histogram histogram = new();
        Assert.Equal((0L, 0.0, 0L, 0L), (histogram.Count, histogram.Mean, histogram.Max, histogram.Percentile(99)));
        foreach (long value in new[] { 1_000_003L, 5, -7, 40 })
            histogram.Add(value);
        Assert.Equal((4L, 250_012.0, 1_000_003L), (histogram.Count, histogram.Mean, histogram.Max));
        Assert.Equal(1_000_003, histogram.Percentile(100));
        Assert.Equal(0, histogram.Percentile(25));
    }

    [Fact]
    public void The_largest_number_has_a_place()
    {
        Histogram histogram = new();
        histogram.Add(long.MaxValue);
        Assert.Equal(long.MaxValue, histogram.Percentile(50));
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        Histogram histogram = new();
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            for (long value = 1; value > 0; value *= 2)
                histogram.Add(value);
        }));
    }
}
