using PluginHost.Hosting.Tuning.Fitting;
using PluginHost.Hosting.Tuning.Losses;

namespace PluginHost.Hosting.Tuning;

/// <summary>The loss as a function of travels: a path, what goes in, and how to judge what comes out.</summary>
internal sealed class TuneProblem
{
    private readonly TunablePath _path;
    private readonly float[][] _input;
    private readonly ILoss _loss;
    private readonly float[][]? _target;
    private readonly float[][] _slopes;

    /// <summary>Allocates. [control-thread]</summary>
    /// <param name="path">The tuned slots.</param>
    /// <param name="input">What arrives there, channels of equal length.</param>
    /// <param name="loss">Made for signals of that shape.</param>
    /// <param name="target">What should come out, sample for sample; null when that is not known.</param>
    public TuneProblem(TunablePath path, float[][] input, ILoss loss, float[][]? target = null)
    {
        (_path, _input, _loss, _target) = (path, input, loss, target);
        Output = [.. input.Select(channel => new float[channel.Length])];
        _slopes = [.. input.Select(channel => new float[channel.Length])];
    }

    /// <summary>Gets how many parameters are looked for. [any-thread]</summary>
    public int Count => _path.Parameters.Count;

    /// <summary>Gets the output of the last evaluation. [control-thread]</summary>
    public float[][] Output { get; }

    /// <summary>Gets whether it is known what should come out, sample for sample. [any-thread]</summary>
    public bool HasTarget => _target is not null;

    /// <summary>Gets what should come out; null when that is not known. [any-thread]</summary>
    public float[][]? Target => _target;

    /// <summary>Gets what goes in. [any-thread]</summary>
    public float[][] Input => _input;

    /// <summary>Gets the path. [any-thread]</summary>
    public TunablePath Path => _path;

    /// <summary>Gets the least loss that was measured. [control-thread]</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Gets where it was measured. [control-thread]</summary>
    public double[] Best { get; private set; } = [];

    /// <summary>Gets the evaluations so far. [control-thread]</summary>
    public int Evaluations { get; private set; }

    /// <summary>Computes the loss. [control-thread]</summary>
    public double Loss(ReadOnlySpan<double> travels)
    {
        _path.Render(travels, _input, Output);
        return Remember(travels, _loss.Measure(Output, null));
    }

    /// <summary>Computes the loss and its gradient. [control-thread]</summary>
    public double Loss(ReadOnlySpan<double> travels, Span<double> gradient)
    {
        _path.Render(travels, _input, Output);
        double loss = _loss.Measure(Output, _slopes);
        _path.Gradient(travels, _input, _slopes, gradient);
        return Remember(travels, loss);
    }

    /// <summary>Computes how the error in the waveform changes with the travels; needs a target. [control-thread]</summary>
    /// <param name="travels">One for each parameter.</param>
    /// <param name="equations">For as many; overwritten.</param>
    public void Linearize(ReadOnlySpan<double> travels, NormalEquations equations)
    {
        Evaluations++;
        _path.Linearize(travels, _input, _target!, equations);
    }

    /// <summary>Computes the error-to-signal ratio of the last output in dB; null without a target. [control-thread]</summary>
    public double? ErrorDb() => _target is null ? null : TunePair.ErrorDb(Output, _target);

    private double Remember(ReadOnlySpan<double> travels, double loss)
    {
        Evaluations++;
        if (loss < BestLoss)
            (BestLoss, Best) = (loss, travels.ToArray());
        return loss;
    }
}
