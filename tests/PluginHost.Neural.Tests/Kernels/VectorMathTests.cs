using System.Runtime.Intrinsics;
using PluginHost.Neural.Kernels;
using Xunit;

namespace PluginHost.Neural.Tests.Kernels;

public sealed class VectorMathTests
{
    [Fact]
    public void The_exponential_is_right_to_a_few_units_in_the_last_place() =>
        Worst(-87, 88, VectorMath.Exp, Math.Exp, (error, exact) => error / exact, 2e-7);

    [Fact]
    public void Tanh_is_right() => Worst(-12, 12, VectorMath.Tanh, Math.Tanh, (error, _) => error, 4e-7);

    [Fact]
    public void Tanh_keeps_its_digits_near_zero() => Worst(-1e-3, 1e-3, VectorMath.Tanh, Math.Tanh, (error, exact) => exact == 0 ? 0 : error / Math.Abs(exact), 4e-7);

    [Fact]
    public void The_sigmoid_is_right() => Worst(-30, 30, VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), (error, _) => error, 2e-7);

    [Theory]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-1000f, 0f)]
    public void Far_below_zero_the_exponential_is_as_good_as_zero(float x, float expected) =>
        Assert.Equal(expected, VectorMath.Exp(Vector256.Create(x))[0], 1e-37f);

    [Fact]
    public unsafe void Soft_pluses_add_up_over_any_length()
    {
        float[] x = [.. Enumerable.Range(0, 1030).Select(i => (i - 515) / 20f)], odds = new float[x.Length];
        double exact = x.Sum(value => Math.Log(1 + Math.Exp(value)));
        fixed (float* from = x, to = odds)
            Assert.Equal(exact, VectorSums.SoftPlusSum(from, to, x.Length), exact * 1e-7);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(Math.Exp(-Math.Abs(x[i])), odds[i], 1e-7);
    }

    private static void Worst(double from, double to, Func<Vector256<float>, Vector256<float>> fast, Func<double, double> exact,
        Func<double, double, double> measure, double limit)
    {
        for (int i = 0; i <= 20_000; i++)
        {
            float x = (float)(from + (to - from) * i / 20_000);
            double right = exact(x), error = measure(Math.Abs(fast(Vector256.Create(x))[0] - right), right);
            Assert.True(error <= limit, $"at {x}: {error}");
        }
    }
}
