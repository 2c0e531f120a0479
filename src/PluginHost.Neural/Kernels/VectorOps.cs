using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Loops over whole vectors of any length; sums run in eight lanes that are joined in a fixed order.</summary>
internal static unsafe class VectorOps
{
    /// <summary>y += x.</summary>
    public static void Add(float* x, float* y, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
            (Vector256.Load(y + i) + Vector256.Load(x + i)).Store(y + i);
        for (; i < count; i++)
            y[i] += x[i];
    }

    /// <summary>y += scale * x.</summary>
    public static void AddScaled(float scale, float* x, float* y, int count)
    {
        Vector256<float> s = Vector256.Create(scale);
        int i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.FusedMultiplyAdd(s, Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(scale, x[i], y[i]);
    }

    /// <summary>y += a * b, element by element.</summary>
    public static void AddProduct(float* a, float* b, float* y, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), Vector256.Load(y + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(a[i], b[i], y[i]);
    }

    /// <summary>y = max(x, 0).</summary>
    public static void Rectify(float* x, float* y, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.Max(Vector256.Load(x + i), Vector256<float>.Zero).Store(y + i);
        for (; i < count; i++)
            y[i] = MathF.Max(x[i], 0);
    }

    /// <summary>y += x where the sign is above zero.</summary>
    public static void AddWherePositive(float* sign, float* x, float* y, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> positive = Vector256.GreaterThan(Vector256.Load(sign + i), Vector256<float>.Zero);
            (Vector256.Load(y + i) + (Vector256.Load(x + i) & positive)).Store(y + i);
        }
        for (; i < count; i++)
            y[i] += sign[i] > 0 ? x[i] : 0;
    }

    public static void Copy(float* x, float* y, int count) => new Span<float>(x, count).CopyTo(new Span<float>(y, count));

    public static void Clear(float* x, int count) => new Span<float>(x, count).Clear();

    /// <summary>y (columns) += the sum over all rows of x (rows x columns).</summary>
    public static void AddRows(float* x, int rows, int columns, float* y)
    {
        for (int row = 0; row < rows; row++, x += columns)
            Add(x, y, columns);
    }

    /// <summary>Every row of y (rows x columns) = x.</summary>
    public static void Repeat(float* x, float* y, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, y += columns)
            Copy(x, y, columns);
    }

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

    /// <summary>x *= scale.</summary>
    public static void Scale(float scale, float* x, int count)
    {
        Vector256<float> s = Vector256.Create(scale);
        int i = 0;
        for (; i + 8 <= count; i += 8)
            (s * Vector256.Load(x + i)).Store(x + i);
        for (; i < count; i++)
            x[i] *= scale;
    }

    /// <summary>y += share * (x - y).</summary>
    public static void Approach(float share, float* x, float* y, int count)
    {
        Vector256<float> s = Vector256.Create(share);
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> value = Vector256.Load(y + i);
            Vector256.FusedMultiplyAdd(s, Vector256.Load(x + i) - value, value).Store(y + i);
        }
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(share, x[i] - y[i], y[i]);
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

    /// <summary>The sum of ln(1 + e^x); odds receive e^-|x|.</summary>
    public static double SoftPlusSum(float* x, float* odds, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
            VectorMath.Exp(-Vector256.Abs(Vector256.Load(x + i))).Store(odds + i);
        for (; i < count; i++)
            odds[i] = VectorMath.Exp(Vector256.Create(-MathF.Abs(x[i])))[0];
        // One logarithm for a product of up to 512 factors between 1 and 2, which a double holds.
        double sum = 0, product = 1;
        for (i = 0; i < count; i++)
        {
            sum += MathF.Max(x[i], 0);
            product *= 1.0 + odds[i];
            if (i % 512 == 511)
                (sum, product) = (sum + Math.Log(product), 1);
        }
        return sum + Math.Log(product);
    }

    /// <summary>y += scale / (1 + e^-x) with the odds e^-|x| known.</summary>
    public static void AddSigmoid(float scale, float* x, float* odds, float* y, int count)
    {
        Vector256<float> one = Vector256<float>.One, s = Vector256.Create(scale);
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> e = Vector256.Load(odds + i);
            Vector256<float> top = Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.Load(x + i), Vector256<float>.Zero), one, e);
            Vector256.FusedMultiplyAdd(s, top / (one + e), Vector256.Load(y + i)).Store(y + i);
        }
        for (; i < count; i++)
            y[i] = MathF.FusedMultiplyAdd(scale, (x[i] > 0 ? 1 : odds[i]) / (1 + odds[i]), y[i]);
    }

    public static float Max(float* x, int count)
    {
        float most = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }
}
