namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>The error of the waveform, relative to the target; the least loss of the problem on the way is kept.</summary>
/// <remarks>
/// Where the waveform cannot be had, because the target is not in phase or not within reach, the way to its least squares
/// may lead away from what was asked for; that costs its evaluations and nothing else.
/// </remarks>
/// <param name="problem">What is to be solved; must have a target.</param>
/// <param name="start">The best so far.</param>
internal sealed class WaveformResiduals(TuneProblem problem, Place start) : IResiduals
{
    /// <inheritdoc/>
    public int Count => problem.Count;

    /// <summary>Gets an error-to-signal ratio of -110 dB: what is below can neither be heard nor told from rounding.</summary>
    public double Exact => 1e-11;

    /// <summary>Gets the place with the least loss. [control-thread]</summary>
    public Place Best { get; private set; } = start;

    /// <inheritdoc/>
    public double Squares(double[] travels)
    {
        double loss = problem.Loss(travels);
        if (loss < Best.Loss)
            Best = new Place(travels, loss);
        return Math.Pow(10, problem.ErrorDb()!.Value / 10);
    }

    /// <inheritdoc/>
    public void Linearize(double[] travels, NormalEquations equations) => problem.Linearize(travels, equations);
}
