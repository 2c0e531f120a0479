using PluginHost.Engine.Drivers.Resampling;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class DriftControllerTests
{
    private const double Step = 256.0 / 48_000;

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    [InlineData(450)]
    public void It_learns_the_drift_and_brings_the_error_back(double ppm)
    {
        DriftController controller = new();
        (double error, double worst) = Run(controller, ppm, seconds: 120);

        Assert.Equal(-ppm, controller.Learned * 1e6, 0.5);
        Assert.True(Math.Abs(error) < 1e-6);
        // Less than a block of 64 frames on the way there.
        Assert.True(Math.Abs(worst) < 64.0 / 48_000);
    }

    [Fact]
    public void It_neither_rings_nor_hunts()
    {
        DriftController controller = new();
        double error = 0;
        int crossings = 0;
        for (double t = 0; t < 600; t += Step)
        {
            double before = error;
            error += (200e-6 + controller.Update(error, Step)) * Step;
            if (before * error < 0 && Math.Abs(error) > 1e-9)
                crossings++;
        }
        Assert.InRange(crossings, 0, 3);
    }

    [Fact]
    public void Beyond_its_limit_it_says_so_and_does_not_wind_up()
    {
        DriftController controller = new();
        Run(controller, 1000, seconds: 60);
        Assert.True(controller.IsLimited);

        Assert.True(Math.Abs(controller.Learned) <= 500e-6);
        (double error, _) = Run(controller, 100, seconds: 200);
        Assert.True(Math.Abs(error) < 1e-6);
    }

    [Fact]
    public void A_restart_keeps_what_was_learned()
    {
        DriftController controller = new();
        Run(controller, 200, seconds: 120);

        controller.Restart();

        Assert.Equal(-200e-6, controller.Update(0, Step), 1e-6);
    }

    /// <summary>The plant: the error is what the clocks differ by, plus the correction, summed up.</summary>
    private static (double Error, double Worst) Run(DriftController controller, double ppm, double seconds)
    {
        (double error, double worst) = (0, 0);
        for (double t = 0; t < seconds; t += Step)
        {
            error += ((ppm * 1e-6) + controller.Update(error, Step)) * Step;
            worst = Math.Abs(error) > Math.Abs(worst) ? error : worst;
        }
        return (error, worst);
    }
}
