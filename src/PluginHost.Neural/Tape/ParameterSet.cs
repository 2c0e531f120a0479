using PluginHost.Neural.Kernels;
using PluginHost.Neural.Random;

namespace PluginHost.Neural.Tape;

/// <summary>All weights of a network in one vector, so that optimisers, averages and clipping are single loops.</summary>
internal sealed unsafe class ParameterSet
{
    private readonly List<Parameter> _parameters = [];
    private FloatBuffer? _values;

    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Length of the vector.</summary>
    public int Count { get; private set; }

    public Span<float> Values => Buffer.Span;

    private FloatBuffer Buffer => _values ??= new FloatBuffer(Count);

    /// <summary>Adds an array; only before the values are first used.</summary>
    public Parameter Add(string name, params int[] shape)
    {
        if (_values is not null)
            throw new InvalidOperationException($"'{name}' comes too late: the values exist already");
        Parameter parameter = new(name, shape, Count);
        _parameters.Add(parameter);
        // Every array starts on a cache line.
        Count += (parameter.Count + 15) & ~15;
        return parameter;
    }

    public float* Pointer(Parameter parameter) => Buffer.Pointer + parameter.Offset;

    public Span<float> Span(Parameter parameter) => Values.Slice(parameter.Offset, parameter.Count);

    /// <summary>Fills an array with uniform numbers from -bound to bound; the stream is its place in the set.</summary>
    public void Randomise(Parameter parameter, float bound, ulong seed)
    {
        CounterRandom random = new(seed, (ulong)_parameters.IndexOf(parameter), 0);
        foreach (ref float value in Span(parameter))
            value = (2 * random.NextSingle() - 1) * bound;
    }
}
