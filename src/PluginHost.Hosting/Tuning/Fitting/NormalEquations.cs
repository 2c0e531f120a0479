using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>
/// What a least-squares step needs to know of the error e = target - output and of the slopes J of the output: J'J and J'e,
/// summed up block by block, so that J, samples by parameters, is never kept.
/// </summary>
/// <param name="count">Parameters.</param>
internal sealed class NormalEquations(int count)
{
    private readonly double[,] _matrix = new double[count, count];
    private readonly double[] _slopes = new double[count];

    /// <summary>Gets the parameters. [any-thread]</summary>
    public int Count => count;

    /// <summary>Gets J'J; what lies above the diagonal is not filled in. [control-thread]</summary>
    public double[,] Matrix => _matrix;

    /// <summary>Gets J'e: the way in which the error shrinks. [control-thread]</summary>
    public double[] Slopes => _slopes;

    /// <summary>Begins anew. [control-thread]</summary>
    public void Clear()
    {
        Array.Clear(_matrix);
        Array.Clear(_slopes);
    }

    /// <summary>Adds one residual. [control-thread]</summary>
    /// <param name="error">Its value.</param>
    /// <param name="slopes">By how much it shrinks with each parameter.</param>
    public void Add(double error, ReadOnlySpan<double> slopes)
    {
        for (int row = 0; row < count; row++)
        {
            _slopes[row] += slopes[row] * error;
            for (int column = 0; column <= row; column++)
                _matrix[row, column] += slopes[row] * slopes[column];
        }
    }

    /// <summary>Adds the error of some samples. [control-thread]</summary>
    /// <param name="group">Which eight parameters the slopes are for.</param>
    /// <param name="output">At most a few hundred, as they are summed in float.</param>
    /// <param name="target">As many.</param>
    public void AddError(int group, ReadOnlySpan<Dual> output, ReadOnlySpan<float> target)
    {
        Vector256<float> sum = default;
        for (int i = 0; i < output.Length; i++)
            sum = Vector256.MultiplyAddEstimate(output[i].Slopes, Vector256.Create((float)(target[i] - output[i].Value)), sum);
        int first = group * Dual.Lanes;
        for (int lane = 0; lane < Math.Min(Dual.Lanes, count - first); lane++)
            _slopes[first + lane] += sum[lane];
    }

    /// <summary>Adds the products of the slopes for two groups of parameters. [control-thread]</summary>
    /// <param name="rowGroup">Which eight parameters the first slopes are for.</param>
    /// <param name="rows">At most a few hundred.</param>
    /// <param name="columnGroup">At most <paramref name="rowGroup"/>.</param>
    /// <param name="columns">As many, of the same samples.</param>
    public void AddProducts(int rowGroup, ReadOnlySpan<Dual> rows, int columnGroup, ReadOnlySpan<Dual> columns)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < rows.Length; i++)
        {
            Vector256<float> row = rows[i].Slopes, column = columns[i].Slopes;
            s0 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[0]), s0);
            s1 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[1]), s1);
            s2 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[2]), s2);
            s3 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[3]), s3);
            s4 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[4]), s4);
            s5 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[5]), s5);
            s6 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[6]), s6);
            s7 = Vector256.MultiplyAddEstimate(column, Vector256.Create(row[7]), s7);
        }
        ReadOnlySpan<Vector256<float>> sums = [s0, s1, s2, s3, s4, s5, s6, s7];
        int firstRow = rowGroup * Dual.Lanes, firstColumn = columnGroup * Dual.Lanes;
        for (int row = 0; row < Math.Min(Dual.Lanes, count - firstRow); row++)
        {
            for (int column = 0; column < Math.Min(Dual.Lanes, count - firstColumn); column++)
                _matrix[firstRow + row, firstColumn + column] += sums[row][column];
        }
    }
}
