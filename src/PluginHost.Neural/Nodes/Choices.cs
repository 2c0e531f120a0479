namespace PluginHost.Neural.Nodes;

/// <summary>What a softmax is asked: for every item the class that was right, the lowest class allowed, its row and its weight. Grows, never shrinks.</summary>
internal sealed class Choices
{
    private Choice[] _items = new Choice[256];

    public int Count { get; private set; }

    public ref readonly Choice this[int item] => ref _items[item];

    public void Clear() => Count = 0;

    public void Add(Choice choice)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, 2 * Count);
        _items[Count++] = choice;
    }
}
