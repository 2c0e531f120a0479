using System.Numerics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Dsp.Filters;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class DualTests
{
    public static TheoryData<string, double> Functions => new()
    {
        { "exp", 0.7 }, { "exp2", -1.3 }, { "exp10", 0.4 }, { "log", 2.5 }, { "log2", 0.3 }, { "log10", 7 }, { "sqrt", 3 },
        { "cbrt", 2 }, { "root4", 5 }, { "sin", 1.1 }, { "cos", 1.1 }, { "tan", 0.6 }, { "asin", 0.4 }, { "acos", -0.4 },
        { "atan", 2 }, { "sinh", 0.8 }, { "cosh", 0.8 }, { "tanh", 0.8 }, { "asinh", 0.5 }, { "acosh", 1.7 }, { "atanh", 0.5 },
        { "sinpi", 0.3 }, { "cospi", 0.3 }, { "tanpi", 0.2 }, { "asinpi", 0.2 }, { "acospi", 0.2 }, { "atanpi", 0.2 },
        { "abs", -1.5 }, { "square", 1.5 }, { "quotient", 1.5 }, { "power", 1.5 }, { "exponent", 1.5 }, { "remainder", 5.3 },
        { "hypot", 1.5 }, { "atan2", 1.5 }, { "min", 0.5 }, { "max", 0.5 }, { "clamp", 0.5 }, { "fma", 0.5 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_has_the_value_and_the_slope_it_has_in_double(string name, double at)
    {
        Dual result = Call(name, Dual.Setting(at, 3));

        Assert.Equal(Call(name, at), result.Value, 1e-12);
        double slope = (Call(name, at + 1e-6) - Call(name, at - 1e-6)) / 2e-6;
        Assert.Equal(slope, result.Slopes[3], 1e-5 * Math.Max(1, Math.Abs(slope)));
        Assert.Equal(0, result.Slopes[2]);
    }

    [Fact]
    public void Numbers_that_change_differently_are_not_equal()
    {
        Assert.NotEqual(Dual.Setting(1, 0), Dual.One);
        Assert.True(Dual.Setting(1, 0) != Dual.One);
        Assert.False(Dual.Setting(1, 0) < Dual.One);
    }

    [Fact]
    public void A_filter_over_any_number_is_the_one_that_is_heard()
    {
        float[] heard = [.. Enumerable.Range(0, 500).Select(i => MathF.Sin(i * i * 0.01f))];
        double[] exact = [.. heard.Select(sample => (double)sample)];
        Dual[] duals = [.. heard.Select(sample => (Dual)sample)];
        var biquad = new Biquad(1);
        biquad.Set(BiquadDesign.Peaking(0.02, 1.3, 9));

        biquad.Process(0, heard, 0);
        new SteadyBiquad<double>(GenericBiquadDesign.Peaking(0.02, 1.3, 9.0)).Process(exact);
        new SteadyBiquad<Dual>(GenericBiquadDesign.Peaking<Dual>(0.02, 1.3, 9)).Process(duals);

        Assert.Equal(exact.Select(sample => (float)sample), heard);
        Assert.Equal(exact, duals.Select(dual => dual.Value));
    }

    [Fact]
    public void The_heard_filter_gives_the_bits_of_the_plain_recursion()
    {
        float[] samples = [.. Enumerable.Range(0, 500).Select(i => MathF.Sin(i * i * 0.01f))];
        BiquadCoefficients filter = BiquadDesign.LowShelf(0.01, 0.7, -7);
        float[] expected = new float[samples.Length];
        double s1 = 0, s2 = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double y = (filter.B0 * x) + s1;
            s1 = (filter.B1 * x) - (filter.A1 * y) + s2;
            s2 = (filter.B2 * x) - (filter.A2 * y);
            expected[i] = (float)y;
        }
        var biquad = new Biquad(1);
        biquad.Set(filter);

        biquad.Process(0, samples, 0);

        Assert.Equal(expected, samples);
    }

    private static T Call<T>(string name, T x)
        where T : struct, IFloatingPointIeee754<T>
    {
        T half = T.CreateChecked(0.5), two = T.CreateChecked(2);
        return name switch
        {
            "exp" => T.Exp(x),
            "exp2" => T.Exp2(x),
            "exp10" => T.Exp10(x),
            "log" => T.Log(x),
            "log2" => T.Log2(x),
            "log10" => T.Log10(x),
            "sqrt" => T.Sqrt(x),
            "cbrt" => T.Cbrt(x),
            "root4" => T.RootN(x, 4),
            "sin" => T.Sin(x),
            "cos" => T.Cos(x),
            "tan" => T.Tan(x),
            "asin" => T.Asin(x),
            "acos" => T.Acos(x),
            "atan" => T.Atan(x),
            "sinh" => T.Sinh(x),
            "cosh" => T.Cosh(x),
            "tanh" => T.Tanh(x),
            "asinh" => T.Asinh(x),
            "acosh" => T.Acosh(x),
            "atanh" => T.Atanh(x),
            "sinpi" => T.SinPi(x),
            "cospi" => T.CosPi(x),
            "tanpi" => T.TanPi(x),
            "asinpi" => T.AsinPi(x),
            "acospi" => T.AcosPi(x),
            "atanpi" => T.AtanPi(x),
            "abs" => T.Abs(x),
            "square" => x * x,
            "quotient" => (x + two) / (x * x),
            "power" => T.Pow(x, x),
            "exponent" => T.Pow(two, x),
            "remainder" => x % two,
            "hypot" => T.Hypot(x, two),
            "atan2" => T.Atan2(x, two * x * x),
            "min" => T.Min(x, two),
            "max" => T.Max(x * x, two * x),
            "clamp" => T.Clamp(x, T.Zero, two) * half,
            "fma" => T.FusedMultiplyAdd(x, x, two),
            _ => throw new ArgumentException(name),
        };
    }
}
