namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>
/// Walks to the least squares of residuals e, where it ends in a few steps what a descent creeps towards: solves
/// (J'J + lambda diag J'J) step = J'e, with less lambda after every step that helps, and more until one does (Levenberg, "A
/// method for the solution of certain non-linear problems in least squares", 1944; Marquardt, "An algorithm for
/// least-squares estimation of nonlinear parameters", 1963). J is exact, from numbers that carry their derivatives.
/// </summary>
/// <param name="residuals">What is to be small.</param>
/// <param name="step">Called before every evaluation; may throw to end the walk.</param>
internal sealed class LevenbergMarquardt(IResiduals residuals, Action step)
{
    private const double FirstDamping = 1e-2;
    private const double LeastDamping = 1e-9;
    private const double MostDamping = 1e6;
    private const double Factor = 10;

    // Beyond it the slopes say nothing; and less gain than this is not worth another step.
    private const double LongestStep = 0.25;
    private const double LeastGain = 0.002;

    private readonly NormalEquations _equations = new(residuals.Count);

    /// <summary>Walks. Allocates. [control-thread]</summary>
    /// <param name="start">Travels to begin with.</param>
    /// <param name="steps">Steps at most; each takes two evaluations or more.</param>
    /// <returns>Where it ended, and the mean square there.</returns>
    public Place Run(double[] start, int steps)
    {
        Place place = At(start);
        double damping = FirstDamping;
        for (int i = 0; i < steps && place.Loss > residuals.Exact; i++)
        {
            step();
            residuals.Linearize(place.Travels, _equations);
            double before = place.Loss;
            while (damping < MostDamping && place.Loss == before)
            {
                if (Step(place.Travels, damping) is { } next && At(next) is var reached && reached.Loss < before)
                    place = reached;
                damping *= place.Loss < before ? 1 / Factor : Factor;
            }
            damping = Math.Max(damping, LeastDamping);
            if (!(place.Loss < before * (1 - LeastGain)))
                break;
        }
        return place;
    }

    private Place At(double[] travels)
    {
        step();
        double squares = residuals.Squares(travels);
        // An effect may fail at an extreme.
        return new Place(travels, double.IsFinite(squares) ? squares : double.PositiveInfinity);
    }

    // Travels at an end of their range that would go beyond stay there, and so do those that change nothing.
    private double[]? Step(double[] travels, double damping)
    {
        int[] free = [.. Enumerable.Range(0, travels.Length).Where(i => _equations.Matrix[i, i] > 0
            && (travels[i] > 0 || _equations.Slopes[i] > 0) && (travels[i] < 1 || _equations.Slopes[i] < 0))];
        double[,] matrix = new double[free.Length, free.Length];
        double[] change = [.. free.Select(i => _equations.Slopes[i])];
        for (int row = 0; row < free.Length; row++)
        {
            for (int column = 0; column <= row; column++)
                matrix[row, column] = _equations.Matrix[free[row], free[column]] * (row == column ? 1 + damping : 1);
        }
        if (free.Length == 0 || !Cholesky.TrySolve(matrix, change))
            return null;
        double[] next = (double[])travels.Clone();
        for (int i = 0; i < free.Length; i++)
            next[free[i]] = Math.Clamp(next[free[i]] + Math.Clamp(change[i], -LongestStep, LongestStep), 0, 1);
        return next;
    }
}
