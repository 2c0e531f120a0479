using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Tape;

/// <summary>
/// Reverse-mode differentiation in float32 by hand-written steps: an operation computes its result at once and records a node; going back
/// through the nodes gives the gradient of every weight. Operations are coarse (a recurrence over a whole sequence is one), so the record
/// costs nothing. One tape belongs to one thread; after the first steps it allocates no managed memory.
/// </summary>
internal sealed unsafe class GradientTape(ParameterSet parameters)
{
    private readonly List<Node> _recorded = [];
    private readonly NodePool _pool = new();
    private readonly FloatBuffer _gradients = new(parameters.Count);
    private ulong _dropouts;

    public ParameterSet Parameters { get; } = parameters;

    public Arena Arena { get; } = new();

    /// <summary>The gradient of the loss by all weights, in the order of <see cref="ParameterSet.Values"/>.</summary>
    public Span<float> Gradients => _gradients.Span;

    /// <summary>The sum of what the loss operations of this step added.</summary>
    public double Loss { get; set; }

    /// <summary>Seed of this step's dropout; together with the order of the operations it decides what is dropped.</summary>
    public ulong Seed { get; private set; }

    /// <summary>Whether there will be a way back; without, tensors have no gradients and nothing is dropped out.</summary>
    public bool Differentiates { get; private set; } = true;

    /// <summary>Forgets the step before and starts one.</summary>
    public void Begin(ulong seed, bool differentiates = true)
    {
        Differentiates = differentiates;
        _recorded.Clear();
        _pool.Reset();
        Arena.Reset();
        Seed = seed;
        Loss = 0;
        _dropouts = 0;
    }

    /// <summary>Sets the gradients to zero and walks back through the record.</summary>
    public void Backward()
    {
        Gradients.Clear();
        for (int i = _recorded.Count - 1; i >= 0; i--)
            _recorded[i].Backward(this);
    }

    /// <summary>A tensor with arbitrary values and a gradient of zero; one that is used up has its gradient in the place of its values.</summary>
    public Tensor Allocate(int rows, int columns, bool usedUp = false)
    {
        float* data = Arena.Allocate(rows * columns);
        return new(data, !Differentiates ? null : usedUp ? data : Arena.AllocateClear(rows * columns), rows, columns);
    }

    /// <summary>A copy without a gradient.</summary>
    public Tensor Constant(ReadOnlySpan<float> values, int rows, int columns)
    {
        Tensor tensor = new(Arena.Allocate(rows * columns), null, rows, columns);
        values[..tensor.Count].CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>A node of the pool, entered in the record.</summary>
    public T Record<T>() where T : Node, new()
    {
        T node = _pool.Rent<T>();
        _recorded.Add(node);
        return node;
    }

    public ulong NextDropoutStream() => _dropouts++;

    public float* Values(Parameter parameter) => Parameters.Pointer(parameter);

    public float* Gradient(Parameter parameter) => _gradients.Pointer + parameter.Offset;

    /// <summary>C (+)= A B with scratch from the arena.</summary>
    public void Multiply(MatrixView a, MatrixView b, MatrixSum c)
    {
        (int, int) mark = Arena.Mark();
        MatrixProduct.Multiply(a, b, c, Arena.Allocate(MatrixProduct.ScratchFloats(a.Columns, b.Columns)));
        Arena.Release(mark);
    }
}
