namespace PluginHost.Neural.Tape;

/// <summary>A named array of weights inside a <see cref="ParameterSet"/>.</summary>
/// <param name="Name">As it stands in checkpoints.</param>
/// <param name="Shape">Row-major extents.</param>
/// <param name="Offset">Where it starts in the set's one long vector.</param>
internal sealed record Parameter(string Name, int[] Shape, int Offset)
{
    public int Count { get; } = Shape.Aggregate(1, (a, b) => a * b);

    public int Rows => Shape[0];

    public int Columns => Count / Shape[0];

    /// <summary>Only matrices decay: pulling biases and gains towards zero is no regularisation.</summary>
    public bool Decays => Shape.Length > 1;
}
