using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Sums and maxima over whole vectors of any length, in eight lanes that are joined in a fixed order.</summary>
internal static unsafe class VectorSums
{
    public static float Dot(float* x, float* y, int count)
    {
        Vector256<float> sum = default;
        int i = 0;
        for (; i + 8 <= count; i += 8)
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), sum);
        float rest = 0;
        for (; i < count; i++)
            rest = MathF.FusedMultiplyAdd(x[i], y[i], rest);
        return Lanes.Sum(sum) + rest;
    }

    /// <summary>The sum of squares, in double: gradients of millions of weights would lose digits in float.</summary>
    public static double SquaredSum(float* x, int count)
    {
        Vector256<double> low = default, high = default;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.Load(x + i));
            low = Vector256.FusedMultiplyAdd(a, a, low);
            high = Vector256.FusedMultiplyAdd(b, b, high);
        }
        low += high;
        double sum = (low[0] + low[2]) + (low[1] + low[3]);
        for (; i < count; i++)
            sum += (double)x[i] * x[i];
        return sum;
    }

    /// <summary>x[i] = e^(x[i] - most); returns the sum.</summary>
    public static float ExpAndSum(float* x, int count, float most)
    {
        Vector256<float> shift = Vector256.Create(most), sum = default;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> e = VectorMath.Exp(Vector256.Load(x + i) - shift);
            e.Store(x + i);
            sum += e;
        }
        float rest = 0;
        for (; i < count; i++)
        {
            x[i] = VectorMath.Exp(Vector256.Create(x[i] - most))[0];
            rest += x[i];
        }
        return Lanes.Sum(sum) + rest;
    }

    /// <summary>The sum of ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|); odds receive e^-|x|.</summary>
    public static double SoftPlusSum(float* x, float* odds, int count)
    {
        // One logarithm for a product of up to 512 factors between 1 and 2, which a double holds.
        double sum = 0;
        for (; count > 512; count -= 512, x += 512, odds += 512)
            sum += SoftPlusBlock(x, odds, 512);
        return sum + SoftPlusBlock(x, odds, count);
    }

    private static double SoftPlusBlock(float* x, float* odds, int count)
    {
        Vector256<double> low = Vector256<double>.One, high = low, sums = default;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> value = Vector256.Load(x + i), e = VectorMath.Exp(-Vector256.Abs(value));
            e.Store(odds + i);
            low *= Vector256<double>.One + Vector256.WidenLower(e);
            high *= Vector256<double>.One + Vector256.WidenUpper(e);
            Vector256<float> positive = Vector256.Max(value, default);
            sums += Vector256.WidenLower(positive) + Vector256.WidenUpper(positive);
        }
        low *= high;
        double product = (low[0] * low[2]) * (low[1] * low[3]), sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
        for (; i < count; i++)
        {
            odds[i] = VectorMath.Exp(Vector256.Create(-MathF.Abs(x[i])))[0];
            product *= 1.0 + odds[i];
            sum += MathF.Max(x[i], 0);
        }
        return sum + Math.Log(product);
    }

    public static float Max(float* x, int count)
    {
        float most = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }
}
