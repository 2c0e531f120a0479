using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class FastMathTests
{
    // Prime, so that mantissas do not repeat from one power of two to the next; some 8 million floats of all there are.
    private const uint BitStep = 509;

    public delegate void Map(ReadOnlySpan<float> x, Span<float> results);

    private sealed record Function(
        string Name, Map Spans, Func<float, float> Single, Func<Vector256<float>, Vector256<float>> Eight,
        Func<Vector512<float>, Vector512<float>> Sixteen, Func<double, double> Exact, float Low, float High,
        double Error);

    private static readonly Function[] Functions =
    [
        new("exp", FastMath.Exp, FastMath.Exp, FastMath.Exp, FastMath.Exp, Math.Exp, -87.33f, 88.72f, 1e-7),
        new("exp2", FastMath.Exp2, FastMath.Exp2, FastMath.Exp2, FastMath.Exp2, x => Math.Pow(2, x),
            -126, MathF.BitDecrement(128), 1e-7),
        new("log", FastMath.Log, FastMath.Log, FastMath.Log, FastMath.Log, Math.Log,
            1.17549435e-38f, float.MaxValue, 1.2e-7),
        new("log2", FastMath.Log2, FastMath.Log2, FastMath.Log2, FastMath.Log2, Math.Log2,
            1.17549435e-38f, float.MaxValue, 1.6e-7),
        new("tanh", FastMath.Tanh, FastMath.Tanh, FastMath.Tanh, FastMath.Tanh, Math.Tanh,
            float.MinValue, float.MaxValue, 3.5e-7),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_over_the_whole_band_is_what_the_docs_say(string name)
    {
        Function function = Functions.Single(one => one.Name == name);
        float[] x = new float[4096], y = new float[4096];
        int filled = 0;
        double worst = 0;
        for (ulong bits = 0; bits <= uint.MaxValue; bits += BitStep)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)bits);
            if (!(value >= function.Low && value <= function.High) || float.IsSubnormal(value))
                continue;
            x[filled++] = value;
            if (filled == x.Length)
                worst = Math.Max(worst, WorstOf());
        }
        worst = Math.Max(worst, WorstOf());
        Assert.InRange(worst, function.Error / 10, function.Error);

        double WorstOf()
        {
            function.Spans(x.AsSpan(0, filled), y);
            double error = 0;
            for (int i = 0; i < filled; i++)
            {
                double exact = function.Exact(x[i]);
                if (y[i] != exact)
                    error = Math.Max(error, Math.Abs((y[i] - exact) / exact));
                Assert.False(float.IsSubnormal(y[i]) || float.IsNaN(y[i]));
            }
            filled = 0;
            return error;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_and_place_gives_the_same_bits(string name)
    {
        Function function = Functions.Single(one => one.Name == name);
        var random = new Random(1);
        for (int length = 0; length < 70; length++)
        {
            float[] x = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() - 0.3f) * 20)];
            float[] y = [.. x];
            function.Spans(y, y);
            for (int i = 0; i < length; i++)
            {
                int expected = BitConverter.SingleToInt32Bits(function.Single(x[i]));
                Assert.Equal(expected, BitConverter.SingleToInt32Bits(y[i]));
                Assert.Equal(expected, function.Eight(Vector256.Create(x[i])).AsInt32()[7]);
                Assert.Equal(expected, function.Sixteen(Vector512.Create(x[i])).AsInt32()[15]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outside_its_band_a_function_does_what_the_exact_one_does(string name)
    {
        Function function = Functions.Single(one => one.Name == name);
        float[] edges = [float.NaN, BitConverter.Int32BitsToSingle(0x7FC0_0001), float.PositiveInfinity,
            float.NegativeInfinity, -0f, 0];
        foreach (float x in edges)
            Assert.Equal(function.Exact(x), function.Single(x), 1.5e-7);
    }

    [Fact]
    public void Exponentials_leave_their_band_towards_zero_and_infinity()
    {
        Assert.Equal(0, FastMath.Exp(-87.34f));
        Assert.Equal(0, FastMath.Exp(-1e30f));
        Assert.Equal(float.PositiveInfinity, FastMath.Exp(88.7229f));
        Assert.Equal(float.PositiveInfinity, FastMath.Exp(1e30f));
        Assert.Equal(0, FastMath.Exp2(MathF.BitDecrement(-126)));
        Assert.Equal(float.PositiveInfinity, FastMath.Exp2(128));
    }

    [Fact]
    public void Logarithms_of_denormals_and_negatives_are_those_of_zero_and_of_nothing()
    {
        Assert.Equal(float.NegativeInfinity, FastMath.Log(1e-39f));
        Assert.Equal(float.NegativeInfinity, FastMath.Log2(1e-45f));
        Assert.True(float.IsNaN(FastMath.Log(-1e-39f)));
        Assert.True(float.IsNaN(FastMath.Log2(-3)));
    }

    [Fact]
    public void Powers_of_two_are_exact_both_ways()
    {
        for (int n = -126; n < 128; n++)
        {
            Assert.Equal(MathF.ScaleB(1, n), FastMath.Exp2(n));
            Assert.Equal(n, FastMath.Log2(MathF.ScaleB(1, n)));
        }
    }

    [Fact]
    public void A_result_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FastMath.Exp(new float[20], new float[19]));
}
