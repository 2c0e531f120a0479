using System.Runtime.Intrinsics;

namespace PluginHost.Neural.Kernels;

/// <summary>y = b + W x for one vector, eight rows at a time; each row is summed as <see cref="VectorSums.Dot"/> does. [any-thread]</summary>
internal static unsafe class MatrixVector
{
    /// <param name="w">Rows x columns, row-major.</param>
    /// <param name="rows">Length of <paramref name="y"/>.</param>
    /// <param name="columns">Length of <paramref name="x"/>.</param>
    /// <param name="x">The vector.</param>
    /// <param name="b">Added; may be <paramref name="y"/> itself. Null for zeros.</param>
    /// <param name="y">Receives the result.</param>
    public static void Multiply(float* w, int rows, int columns, float* x, float* b, float* y)
    {
        int row = 0;
        for (; columns % 8 == 0 && row + 8 <= rows; row += 8)
            Eight(w + (nint)row * columns, columns, x, b is null ? null : b + row, y + row);
        for (; row < rows; row++)
            y[row] = VectorSums.Dot(w + (nint)row * columns, x, columns) + (b is null ? 0 : b[row]);
    }

    private static void Eight(float* w, nint columns, float* x, float* b, float* y)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        float* v = w + 4 * columns;
        for (nint i = 0; i < columns; i += 8)
        {
            Vector256<float> value = Vector256.Load(x + i);
            s0 = Vector256.FusedMultiplyAdd(Vector256.Load(w + i), value, s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Load(w + columns + i), value, s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Load(w + 2 * columns + i), value, s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Load(w + 3 * columns + i), value, s3);
            s4 = Vector256.FusedMultiplyAdd(Vector256.Load(v + i), value, s4);
            s5 = Vector256.FusedMultiplyAdd(Vector256.Load(v + columns + i), value, s5);
            s6 = Vector256.FusedMultiplyAdd(Vector256.Load(v + 2 * columns + i), value, s6);
            s7 = Vector256.FusedMultiplyAdd(Vector256.Load(v + 3 * columns + i), value, s7);
        }
        Vector256<float> sums = Vector256.Create(Lanes.Sum(s0), Lanes.Sum(s1), Lanes.Sum(s2), Lanes.Sum(s3),
            Lanes.Sum(s4), Lanes.Sum(s5), Lanes.Sum(s6), Lanes.Sum(s7));
        (b is null ? sums : sums + Vector256.Load(b)).Store(y);
    }
}
