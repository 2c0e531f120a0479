namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>Solves symmetric positive definite systems of a few dozen unknowns (Golub and Van Loan, "Matrix computations",
/// 4th edition, 2013, algorithm 4.2.1).</summary>
internal static class Cholesky
{
    /// <summary>Solves A x = b. [any-thread]</summary>
    /// <param name="matrix">A, read and overwritten on and below the diagonal.</param>
    /// <param name="vector">b; x afterwards.</param>
    /// <returns>False when A is not positive definite; both are spoilt then.</returns>
    public static bool TrySolve(double[,] matrix, double[] vector)
    {
        int count = vector.Length;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[row, column];
                for (int k = 0; k < column; k++)
                    sum -= matrix[row, k] * matrix[column, k];
                if (row == column && !(sum > 0))
                    return false;
                matrix[row, column] = row == column ? Math.Sqrt(sum) : sum / matrix[column, column];
            }
            for (int k = 0; k < row; k++)
                vector[row] -= matrix[row, k] * vector[k];
            vector[row] /= matrix[row, row];
        }
        for (int row = count - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < count; k++)
                vector[row] -= matrix[k, row] * vector[k];
            vector[row] /= matrix[row, row];
        }
        return vector.All(double.IsFinite);
    }
}
