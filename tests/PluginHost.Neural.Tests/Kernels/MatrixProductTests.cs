using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;
using Xunit;

namespace PluginHost.Neural.Tests.Kernels;

public sealed unsafe class MatrixProductTests
{
    // Views hold addresses only, which do not keep their memory.
    private readonly List<FloatBuffer> _buffers = [];

    public static TheoryData<int, int, int> Shapes => new(
        [(1, 1, 1), (2, 3, 5), (4, 16, 16), (5, 7, 17), (7, 9, 31), (8, 256, 48), (9, 257, 16), (13, 300, 530), (16, 88, 600), (31, 520, 33)]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_orders_agree_with_sums_in_double(int rows, int depth, int columns)
    {
        FloatBuffer a = Noise(rows * depth, 1), b = Noise(depth * columns, 2);
        for (int order = 0; order < 8; order++)
        {
            MatrixView left = View(a, rows, depth, (order & 1) != 0), right = View(b, depth, columns, (order & 2) != 0);
            bool accumulate = (order & 4) != 0;
            FloatBuffer c = Multiply(left, right, accumulate);
            for (int r = 0; r < rows; r++)
                for (int k = 0; k < columns; k++)
                {
                    double exact = accumulate ? 1 : 0;
                    for (int d = 0; d < depth; d++)
                        exact += (double)At(left, r, d) * At(right, d, k);
                    Assert.Equal(exact, c.Span[r * columns + k], 1e-5);
                }
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_what_is_multiplied_at_once()
    {
        FloatBuffer a = Noise(23 * 300, 3), b = Noise(300 * 50, 4);
        FloatBuffer whole = Multiply(View(a, 23, 300, false), View(b, 300, 50, false), false);
        for (int row = 0; row < 23; row++)
        {
            FloatBuffer one = Multiply(MatrixView.RowMajor(a.Pointer + row * 300, 1, 300), View(b, 300, 50, false), false);
            Assert.Equal(whole.Span.Slice(row * 50, 50), one.Span);
        }
    }

    [Fact]
    public void A_matrix_packed_before_gives_the_same_bits()
    {
        FloatBuffer a = Noise(11 * 200, 5), b = Noise(200 * 72, 6);
        FloatBuffer expected = Multiply(View(a, 11, 200, false), View(b, 200, 72, false), false);
        FloatBuffer panels = Buffer(MatrixPacking.PanelFloats(200, 72)), scratch = Buffer(MatrixProduct.PackedScratchFloats(200)), c = Buffer(11 * 72);
        MatrixPacking.Panels(View(b, 200, 72, false), panels.Pointer);
        MatrixProduct.MultiplyPacked(View(a, 11, 200, false), panels.Pointer, 72, MatrixSum.Set(c.Pointer, 72), scratch.Pointer);
        Assert.Equal(expected.Span, c.Span);
    }

    [Theory]
    [InlineData(13, 300, 88)]
    [InlineData(8, 40, 21)]
    public void Starting_from_a_row_gives_the_bits_of_adding_to_copies_of_it(int rows, int depth, int columns)
    {
        FloatBuffer a = Noise(rows * depth, 9), b = Noise(depth * columns, 10), row = Noise(columns, 11);
        FloatBuffer expected = Buffer(rows * columns), actual = Buffer(rows * columns), scratch = Buffer(MatrixProduct.ScratchFloats(depth, columns));
        VectorOps.Repeat(row.Pointer, expected.Pointer, rows, columns);
        MatrixProduct.Multiply(View(a, rows, depth, false), View(b, depth, columns, false), MatrixSum.AddTo(expected.Pointer, columns), scratch.Pointer);
        MatrixProduct.Multiply(View(a, rows, depth, false), View(b, depth, columns, false), MatrixSum.OnRow(actual.Pointer, columns, row.Pointer), scratch.Pointer);
        Assert.Equal(expected.Span, actual.Span);
    }

    [Fact]
    public void OpenBlas_agrees_where_it_is_installed()
    {
        Assert.SkipUnless(OpenBlas.Available, "OpenBLAS is not installed");
        FloatBuffer a = Noise(24 * 130, 7), b = Noise(130 * 65, 8), theirs = Buffer(24 * 65);
        for (int order = 0; order < 4; order++)
        {
            MatrixView left = View(a, 24, 130, (order & 1) != 0), right = View(b, 130, 65, (order & 2) != 0);
            Assert.True(OpenBlas.TryMultiply(left, right, MatrixSum.Set(theirs.Pointer, 65)));
            FloatBuffer ours = Multiply(left, right, false);
            for (int i = 0; i < ours.Count; i++)
                Assert.Equal(ours.Span[i], theirs.Span[i], 1e-5f);
        }
    }

    [Fact]
    public void Factors_that_do_not_fit_are_refused() =>
        Assert.Throws<ArgumentException>(() => Multiply(View(Noise(6, 1), 2, 3, false), View(Noise(8, 1), 4, 2, false), false));

    private FloatBuffer Multiply(MatrixView a, MatrixView b, bool accumulate)
    {
        FloatBuffer c = Buffer(a.Rows * b.Columns), scratch = Buffer(MatrixProduct.ScratchFloats(a.Columns, b.Columns));
        c.Span.Fill(accumulate ? 1 : float.NaN);
        MatrixProduct.Multiply(a, b, accumulate ? MatrixSum.AddTo(c.Pointer, b.Columns) : MatrixSum.Set(c.Pointer, b.Columns), scratch.Pointer);
        return c;
    }

    private static MatrixView View(FloatBuffer buffer, int rows, int columns, bool transposed) => transposed
        ? MatrixView.RowMajor(buffer.Pointer, columns, rows).Transposed
        : MatrixView.RowMajor(buffer.Pointer, rows, columns);

    private static float At(MatrixView view, int row, int column) => view.Data[row * view.RowStride + column * view.ColumnStride];

    private FloatBuffer Noise(int count, ulong stream)
    {
        FloatBuffer buffer = Buffer(count);
        CounterRandom random = new(17, stream, 0);
        foreach (ref float value in buffer.Span)
            value = random.NextSingle() - 0.5f;
        return buffer;
    }

    private FloatBuffer Buffer(int count)
    {
        FloatBuffer buffer = new(count);
        _buffers.Add(buffer);
        return buffer;
    }
}
