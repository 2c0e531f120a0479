using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class OnePoleTests
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.02)]
    [InlineData(0.4)]
    public void The_low_pass_has_its_textbook_response(double frequency)
    {
        float pole = (float)OnePole.PoleAt(0.02);
        // |H| = (1 - p) / sqrt(1 - 2 p cos w + p^2)
        double expected = (1 - pole) / Math.Sqrt(1 - (2 * pole * Math.Cos(2 * Math.PI * frequency)) + (pole * pole));
        var filter = new OnePole();
        Assert.Equal(expected, Gain(frequency, x => filter.LowPass(x, pole)), 1e-4);
    }

    [Fact]
    public void The_corner_is_3_dB_down()
    {
        float pole = (float)OnePole.PoleAt(0.001);
        var filter = new OnePole();
        Assert.Equal(Math.Sqrt(0.5), Gain(0.001, x => filter.LowPass(x, pole)), 2e-3);
    }

    [Fact]
    public void Low_and_high_pass_add_up_to_the_input()
    {
        var low = new OnePole();
        var high = new OnePole();
        for (int i = 0; i < 100; i++)
        {
            float x = MathF.Sin(i * i);
            Assert.Equal(x, low.LowPass(x, 0.9f) + high.HighPass(x, 0.9f), 1e-6f);
        }
    }

    [Fact]
    public void A_pole_at_0_passes_all()
    {
        var filter = new OnePole();
        filter.LowPass(0.7f, 0.99f);
        Assert.Equal(0.3f, filter.LowPass(0.3f, 0));
    }

    [Fact]
    public void Decay_ends_in_exact_silence()
    {
        var filter = new OnePole();
        filter.LowPass(1, 0.5f);
        float last = 1;
        for (int i = 0; i < 100; i++)
            last = filter.LowPass(0, 0.5f);
        Assert.Equal(0, last);
    }

    private static double Gain(double frequency, Func<float, float> filter)
    {
        double sum = 0;
        const int settle = 20_000, frames = 100_000;
        for (int i = 0; i < settle + frames; i++)
        {
            float y = filter((float)Math.Sin(2 * Math.PI * frequency * i));
            sum += i < settle ? 0 : (double)y * y;
        }
        return Math.Sqrt(2 * sum / frames);
    }
}
