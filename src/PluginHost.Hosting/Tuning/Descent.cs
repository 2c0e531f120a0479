namespace PluginHost.Hosting.Tuning;

/// <summary>One walk downhill from one start, which remembers the best place it came by.</summary>
/// <param name="start">Travels to begin with; copied.</param>
/// <param name="only">Indices of the parameters that move; null for all.</param>
internal sealed class Descent(double[] start, int[]? only = null)
{
    private readonly Adam _adam = new((double[])start.Clone());
    private readonly double[] _gradient = new double[start.Length];

    /// <summary>Gets the place with the least loss so far. [control-thread]</summary>
    public Place Best { get; private set; } = new(start, double.PositiveInfinity);

    /// <summary>Measures where it is and steps on. [control-thread]</summary>
    /// <param name="problem">What is to be solved.</param>
    /// <param name="rate">About the largest change of a travel.</param>
    /// <returns>The loss before the step.</returns>
    public double Step(TuneProblem problem, double rate)
    {
        double loss = problem.Loss(_adam.Travels, _gradient);
        for (int i = 0; only is not null && i < _gradient.Length; i++)
            _gradient[i] = only.Contains(i) ? _gradient[i] : 0;
        if (loss < Best.Loss)
            Best = new Place((double[])_adam.Travels.Clone(), loss);
        // An effect may fail at an extreme; what is known by then is kept.
        if (double.IsFinite(loss) && _gradient.All(double.IsFinite))
            _adam.Step(_gradient, rate);
        return loss;
    }
}
