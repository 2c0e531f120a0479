namespace PluginHost.Benchmarks;

/// <summary>
/// The downhill simplex as published (Nelder and Mead, "A simplex method for function minimization", 1965): reflection 1,
/// expansion 2, contraction 1/2, shrinking 1/2; within 0 to 1, where points beyond count as at the end.
/// </summary>
internal static class NelderMead
{
    private const double FirstEdge = 0.15;

    public static void Run(Func<double[], double> function, double[] start, int evaluations)
    {
        int left = evaluations;
        double[][] points = [.. Enumerable.Range(0, start.Length + 1).Select(vertex =>
            start.Select((travel, i) => i == vertex - 1 ? travel + (travel < 0.5 ? FirstEdge : -FirstEdge) : travel).ToArray())];
        double[] values = [.. points.Select(At)];
        while (left > 0)
        {
            Array.Sort(values, points);
            double[] middle = [.. start.Select((_, i) => points[..^1].Average(point => point[i]))];
            double[] reflected = Beyond(middle, points[^1], 1);
            double value = At(reflected);
            if (value < values[0])
                Replace(Beyond(middle, points[^1], 2), reflected, value);
            else if (value < values[^2])
                (points[^1], values[^1]) = (reflected, value);
            else
                Contract(middle, reflected, value);
        }

        void Replace(double[] expanded, double[] reflected, double value)
        {
            double further = At(expanded);
            (points[^1], values[^1]) = further < value ? (expanded, further) : (reflected, value);
        }

        void Contract(double[] middle, double[] reflected, double value)
        {
            if (value < values[^1])
                (points[^1], values[^1]) = (reflected, value);
            double[] inner = Beyond(middle, points[^1], -0.5);
            double nearer = At(inner);
            if (nearer < values[^1])
            {
                (points[^1], values[^1]) = (inner, nearer);
                return;
            }
            for (int i = 1; i < points.Length; i++)
            {
                points[i] = Beyond(points[0], points[i], -0.5);
                values[i] = At(points[i]);
            }
        }

        double At(double[] point)
        {
            left--;
            return left < 0 ? double.PositiveInfinity : function([.. point.Select(travel => Math.Clamp(travel, 0, 1))]);
        }
    }

    private static double[] Beyond(double[] middle, double[] from, double factor) =>
        [.. middle.Select((value, i) => value + (factor * (value - from[i])))];
}
