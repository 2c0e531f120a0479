namespace PluginHost.Neural.Tape;

/// <summary>Rows of indices, one row after the other (compressed sparse rows without values). Grows, never shrinks.</summary>
internal sealed class IndexRows
{
    private int[] _ends = new int[64];
    private int[] _indices = new int[256];

    public int Rows { get; private set; }

    /// <summary>Indices in all rows.</summary>
    public int Count { get; private set; }

    public void Clear() => (Rows, Count) = (0, 0);

    /// <summary>Adds an index to the row that is being filled.</summary>
    public void Add(int index)
    {
        if (Count == _indices.Length)
            Array.Resize(ref _indices, 2 * Count);
        _indices[Count++] = index;
    }

    public void EndRow()
    {
        if (Rows == _ends.Length)
            Array.Resize(ref _ends, 2 * Rows);
        _ends[Rows++] = Count;
    }

    public void AddRow(ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
            Add(index);
        EndRow();
    }

    public int Start(int row) => row == 0 ? 0 : _ends[row - 1];

    public Span<int> this[int row] => _indices.AsSpan(Start(row), _ends[row] - Start(row));
}
