using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Steps;

/// <summary>What a model remembers of the steps before: a few kilobytes, copied in a microsecond, so that one can go back. [any-thread]</summary>
public sealed class StepState
{
    /// <summary>A state at the start of a piece. Allocates. [control-thread]</summary>
    public StepState(StepModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Values = new FloatBuffer(model.Shape.Layers * model.Shape.LayerState);
    }

    /// <summary>Layer after layer: output, then cell if there is one.</summary>
    internal FloatBuffer Values { get; }

    /// <summary>Goes back to the start of a piece. Does not allocate. [any-thread]</summary>
    public void Clear() => Values.Span.Clear();

    /// <summary>Takes over another state of the same model. Does not allocate. [any-thread]</summary>
    /// <exception cref="ArgumentException">The other state belongs to a model of another size.</exception>
    public void CopyFrom(StepState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Values.Count != Values.Count)
            throw new ArgumentException($"a state of {other.Values.Count} values does not fit one of {Values.Count}");
        other.Values.Span.CopyTo(Values.Span);
    }
}
