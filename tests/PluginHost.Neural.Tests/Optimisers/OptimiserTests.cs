using PluginHost.Neural.Optimisers;
using Xunit;

namespace PluginHost.Neural.Tests.Optimisers;

public sealed class OptimiserTests
{
    [Fact]
    public void The_rate_rises_then_falls_to_its_floor()
    {
        CosineSchedule schedule = new(0.01, 10, 110, 0.1);
        Assert.Equal(0.001, schedule.Rate(0), 1e-12);
        Assert.Equal(0.01, schedule.Rate(10), 1e-12);
        Assert.Equal(0.0055, schedule.Rate(60), 1e-12);
        Assert.Equal(0.001, schedule.Rate(110), 1e-12);
        Assert.Equal(0.001, schedule.Rate(5000), 1e-12);
    }

    [Fact]
    public void A_long_gradient_is_shortened_and_a_short_one_kept()
    {
        float[] gradient = [3, 0, 4];
        Assert.Equal(5, GradientNorm.Clip(gradient, 10), 1e-12);
        Assert.Equal([3, 0, 4], gradient);
        Assert.Equal(5, GradientNorm.Clip(gradient, 1), 1e-12);
        Assert.Equal(0.6f, gradient[0], 1e-6f);
        Assert.Equal(0.8f, gradient[2], 1e-6f);
    }

    [Fact]
    public void The_average_forgets_where_it_started()
    {
        MovingAverage average = new(1, 0.9);
        average.Update([5]);
        Assert.Equal(5, average.Values[0]);
        for (int i = 0; i < 200; i++)
            average.Update([1]);
        Assert.Equal(1, average.Values[0], 1e-5f);
        average.Update([2]);
        Assert.Equal(1.1f, average.Values[0], 1e-4f);
    }
}
