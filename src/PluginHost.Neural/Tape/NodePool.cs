namespace PluginHost.Neural.Tape;

/// <summary>The nodes of one tape, by type, used again at every step so that recording does not allocate.</summary>
internal sealed class NodePool
{
    private static int s_types;
    private readonly List<Shelf> _shelves = [];

    public T Rent<T>() where T : Node, new()
    {
        while (_shelves.Count <= TypeIndex<T>.Value)
            _shelves.Add(new Shelf());
        Shelf shelf = _shelves[TypeIndex<T>.Value];
        if (shelf.Used == shelf.Nodes.Count)
            shelf.Nodes.Add(new T());
        return (T)shelf.Nodes[shelf.Used++];
    }

    public void Reset()
    {
        foreach (Shelf shelf in _shelves)
            shelf.Used = 0;
    }

    private sealed class Shelf
    {
        public List<Node> Nodes { get; } = [];

        public int Used { get; set; }
    }

    private static class TypeIndex<T>
    {
        public static readonly int Value = Interlocked.Increment(ref s_types) - 1;
    }
}
