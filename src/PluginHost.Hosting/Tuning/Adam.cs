namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1) within a box: what a step would
/// carry beyond 0 or 1 stays at the end.
/// </summary>
/// <param name="travels">Where to begin, each 0 to 1; changed in place.</param>
internal sealed class Adam(double[] travels)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-12;

    private readonly double[] _mean = new double[travels.Length];
    private readonly double[] _square = new double[travels.Length];
    private int _steps;

    /// <summary>Gets where it is. [control-thread]</summary>
    public double[] Travels => travels;

    /// <summary>Takes one step downhill. [control-thread]</summary>
    /// <param name="gradient">Of the loss, at <see cref="Travels"/>.</param>
    /// <param name="rate">About the largest change of a travel.</param>
    public void Step(ReadOnlySpan<double> gradient, double rate)
    {
        _steps++;
        double unbias1 = 1 - Math.Pow(Beta1, _steps), unbias2 = 1 - Math.Pow(Beta2, _steps);
        for (int i = 0; i < travels.Length; i++)
        {
            _mean[i] += (1 - Beta1) * (gradient[i] - _mean[i]);
            _square[i] += (1 - Beta2) * ((gradient[i] * gradient[i]) - _square[i]);
            double step = rate * (_mean[i] / unbias1) / (Math.Sqrt(_square[i] / unbias2) + Epsilon);
            travels[i] = Math.Clamp(travels[i] - step, 0, 1);
        }
    }
}
