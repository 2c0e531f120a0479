using PluginHost.Neural.Random;
using PluginHost.Neural.Tape;
using Xunit;

namespace PluginHost.Neural.Tests.Nodes;

/// <summary>
/// Holds a node against a reference of its formula written in double: the results, and every single derivative of sum(result * direction)
/// against central differences of the reference.
/// </summary>
internal sealed class GradientCheck
{
    private const double Shift = 1e-6;
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Dictionary<string, int> _rows = [];

    public ParameterSet Parameters { get; } = new();

    /// <summary>The reference's copy of an input or weight.</summary>
    public double[] this[string name] => _values[name];

    public Parameter Weight(string name, params int[] shape) => Parameters.Add(name, shape);

    public void Input(string name, int rows, int columns)
    {
        _rows[name] = rows;
        _values[name] = new double[rows * columns];
    }

    /// <param name="apply">Records the node on tensors made from the inputs; an empty result means that the tape's loss is the result.</param>
    /// <param name="reference">The same from this object's doubles.</param>
    /// <param name="tolerance">Relative to the largest of each array.</param>
    public void Run(Func<GradientTape, Func<string, Tensor>, Tensor> apply, Func<double[]> reference, double tolerance = 1e-5)
    {
        Fill();
        GradientTape tape = new(Parameters);
        tape.Begin(5);
        Dictionary<string, Tensor> inputs = [];
        foreach ((string name, int rows) in _rows)
            inputs[name] = Single(tape, _values[name], rows);
        Tensor y = apply(tape, name => inputs[name]);
        double[] exact = reference();
        Compare("result", exact, y.IsEmpty ? [(float)tape.Loss] : y.Span, tolerance);
        float[] direction = new float[exact.Length];
        CounterRandom random = new(99, 0, 0);
        for (int i = 0; i < direction.Length; i++)
            direction[i] = y.IsEmpty ? 1 : random.NextGaussian();
        if (!y.IsEmpty)
            DirectionNode.Apply(tape, y, direction);
        tape.Backward();
        foreach ((string name, Tensor x) in inputs)
            Compare(name, Differences(_values[name], reference, direction), x.GradientSpan, tolerance);
        foreach (Parameter parameter in Parameters.Parameters)
            Compare(parameter.Name, Differences(_values[parameter.Name], reference, direction), tape.Gradients.Slice(parameter.Offset, parameter.Count), tolerance);
    }

    private static double[] Differences(double[] values, Func<double[]> reference, float[] direction)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double kept = values[i];
            values[i] = kept + Shift;
            double[] up = reference();
            values[i] = kept - Shift;
            double[] down = reference();
            values[i] = kept;
            for (int k = 0; k < direction.Length; k++)
                result[i] += direction[k] * (up[k] - down[k]) / (2 * Shift);
        }
        return result;
    }

    public static void Compare(string name, ReadOnlySpan<double> exact, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(exact.Length, actual.Length);
        double largest = 0, error = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(exact[i]));
            error = Math.Max(error, Math.Abs(exact[i] - actual[i]));
        }
        Assert.True(largest > 0, $"'{name}' is zero everywhere: nothing was checked");
        Assert.True(error <= tolerance * largest, $"'{name}' is off by {error:g3}, its largest value is {largest:g3}");
    }

    // Doubles that are floats, so that both sides start from the very same numbers.
    private void Fill()
    {
        ulong stream = 0;
        foreach (double[] values in _values.Values)
            Fill(values, stream++);
        foreach (Parameter parameter in Parameters.Parameters)
        {
            double[] values = _values[parameter.Name] = new double[parameter.Count];
            Fill(values, stream++);
            for (int i = 0; i < values.Length; i++)
                Parameters.Span(parameter)[i] = (float)values[i];
        }
    }

    private static void Fill(double[] values, ulong stream)
    {
        CounterRandom random = new(42, stream, 0);
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextGaussian() * 0.5f;
    }

    private static Tensor Single(GradientTape tape, double[] values, int rows)
    {
        Tensor tensor = tape.Allocate(rows, values.Length / rows);
        for (int i = 0; i < values.Length; i++)
            tensor.Span[i] = (float)values[i];
        return tensor;
    }
}
