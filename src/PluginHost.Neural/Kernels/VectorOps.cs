using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>Loops over whole vectors of any length, element by element.</summary>
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

    /// <summary>y (columns) += the sum over all rows of x, each contiguous.</summary>
    public static void AddRows(MatrixView x, float* y)
    {
        for (int row = 0; row < x.Rows; row++)
            Add(x.Data + row * x.RowStride, y, x.Columns);
    }

    /// <summary>Every row of y (rows x columns) = x.</summary>
    public static void Repeat(float* x, float* y, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, y += columns)
            Copy(x, y, columns);
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
}
