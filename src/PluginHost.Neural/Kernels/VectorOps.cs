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
    public static double SquaredSum(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x)
            sum += (double)value * value;
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

    public static float Max(float* x, int count)
    {
        float most = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }
}
