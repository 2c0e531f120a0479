using PluginHost.Hosting.Tuning;
using PluginHost.Hosting.Tuning.Fitting;

namespace PluginHost.Hosting.Tests.Tuning.Fitting;

public class LevenbergMarquardtTests
{
    [Fact]
    public void The_valley_of_Rosenbrock_is_followed_to_its_end()
    {
        Valley valley = new(0.7);
        int evaluations = 0;

        Place end = new LevenbergMarquardt(valley, () => evaluations++).Run([0.05, 0.95], 50);

        Assert.True(end.Loss <= valley.Exact, $"{end.Loss}");
        Assert.Equal(0.7, end.Travels[0], 1e-5);
        Assert.Equal(0.49, end.Travels[1], 1e-5);
        Assert.InRange(evaluations, 5, 100);
    }

    [Fact]
    public void What_lies_beyond_the_range_is_sought_at_its_end()
    {
        Valley valley = new(1.2);

        Place end = new LevenbergMarquardt(valley, () => { }).Run([0.05, 0.5], 100);

        Assert.Equal(1, end.Travels[0], 1e-3);
        Assert.Equal(1, end.Travels[1], 1e-3);
        Assert.Equal(0.04, end.Loss, 1e-3);
    }

    [Fact]
    public void It_never_ends_worse_than_it_began()
    {
        Valley valley = new(0.7) { IsBroken = true };

        Place end = new LevenbergMarquardt(valley, () => { }).Run([0.7, 0.49], 10);

        Assert.Equal([0.7, 0.49], end.Travels);
    }

    [Fact]
    public void The_step_may_end_it()
    {
        int evaluations = 0;

        Assert.Throws<OperationCanceledException>(() => new LevenbergMarquardt(new Valley(0.7), () =>
        {
            if (++evaluations == 4)
                throw new OperationCanceledException();
        }).Run([0.05, 0.95], 50));
    }

    [Fact]
    public void A_system_is_solved_and_one_that_is_not_positive_definite_refused()
    {
        double[,] matrix = { { 4, 0, 0 }, { 2, 5, 0 }, { -2, 1, 6 } };
        double[] vector = [4 + 4 - 6, 2 + 10 + 3, -2 + 2 + 18];

        Assert.True(Cholesky.TrySolve(matrix, vector));

        Assert.Equal([1.0, 2, 3], vector, (expected, actual) => Math.Abs(expected - actual) < 1e-12);
        Assert.False(Cholesky.TrySolve(new double[,] { { 1, 0 }, { 2, 1 } }, [1, 1]));
        Assert.False(Cholesky.TrySolve(new double[,] { { double.NaN } }, [1]));
    }

    /// <summary>Rosenbrock, "An automatic method for finding the greatest or least value of a function", 1960, as squares:
    /// 10 (y - x^2) and (end - x).</summary>
    private sealed class Valley(double end) : IResiduals
    {
        public bool IsBroken { get; init; }

        public int Count => 2;

        public double Exact => 1e-16;

        public double Squares(double[] travels)
        {
            (double x, double y) = (travels[0], travels[1]);
            return IsBroken && x != 0.7 ? double.NaN : (100 * Math.Pow(y - (x * x), 2)) + Math.Pow(end - x, 2) + (IsBroken ? 1 : 0);
        }

        public void Linearize(double[] travels, NormalEquations equations)
        {
            (double x, double y) = (travels[0], travels[1]);
            equations.Clear();
            equations.Add(-10 * (y - (x * x)), [-20 * x, 10]);
            equations.Add(end - x + (IsBroken ? 1 : 0), [1, 0]);
        }
    }
}
