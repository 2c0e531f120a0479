using System.Runtime.Intrinsics;
using PluginHost.Neural.Kernels;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Optimisers;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019). Does not allocate after construction.</summary>
internal sealed unsafe class AdamW(ParameterSet parameters)
{
    private readonly FloatBuffer _first = new(parameters.Count);
    private readonly FloatBuffer _second = new(parameters.Count);

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a matrix' value taken away at each step, times the rate.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>Steps so far; part of the state.</summary>
    public long Steps { get; set; }

    /// <summary>Running mean of the gradient; part of the state.</summary>
    public Span<float> First => _first.Span;

    /// <summary>Running mean of its square; part of the state.</summary>
    public Span<float> Second => _second.Span;

    /// <summary>Moves every weight once.</summary>
    /// <param name="gradients">In the order of <see cref="ParameterSet.Values"/>.</param>
    /// <param name="rate">Learning rate of this step.</param>
    public void Step(ReadOnlySpan<float> gradients, double rate)
    {
        Steps++;
        double correction1 = 1 - Math.Pow(Beta1, Steps), correction2 = 1 - Math.Pow(Beta2, Steps);
        fixed (float* g = gradients)
            // By index: the enumerator of an interface would be allocated.
            for (int i = 0; i < parameters.Parameters.Count; i++)
            {
                Parameter parameter = parameters.Parameters[i];
                Move(parameter, g + parameter.Offset, (float)(parameter.Decays ? 1 - rate * Decay : 1), (float)(rate / correction1),
                    (float)(1 / Math.Sqrt(correction2)));
            }
    }

    private void Move(Parameter parameter, float* g, float keep, float size, float scale)
    {
        float* w = parameters.Pointer(parameter), m = _first.Pointer + parameter.Offset, v = _second.Pointer + parameter.Offset;
        Vector256<float> b1 = Vector256.Create((float)(1 - Beta1)), b2 = Vector256.Create((float)Beta2), c2 = Vector256.Create((float)(1 - Beta2));
        Vector256<float> epsilon = Vector256.Create((float)Epsilon);
        // Arrays are padded to whole cache lines, so there is no rest.
        for (int i = 0; i < parameter.Count; i += 8)
        {
            Vector256<float> gradient = Vector256.Load(g + i), first = Vector256.Load(m + i);
            first = Vector256.FusedMultiplyAdd(b1, gradient - first, first);
            Vector256<float> second = Vector256.FusedMultiplyAdd(b2, Vector256.Load(v + i), c2 * gradient * gradient);
            Vector256<float> step = first * size / Vector256.FusedMultiplyAdd(Vector256.Sqrt(second), Vector256.Create(scale), epsilon);
            (Vector256.Load(w + i) * keep - step).Store(w + i);
            first.Store(m + i);
            second.Store(v + i);
        }
    }
}
