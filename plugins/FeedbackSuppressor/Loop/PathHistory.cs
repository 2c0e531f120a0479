namespace PluginHost.Plugins.Loop;

/// <summary>The path as it was some seconds ago.</summary>
internal sealed class PathHistory
{
    private readonly float[][] _paths;
    private int _count;

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="depth">Estimates to go back.</param>
    /// <param name="taps">Taps of a path.</param>
    public PathHistory(int depth, int taps)
    {
        _paths = new float[depth][];
        for (int i = 0; i < depth; i++)
            _paths[i] = new float[taps];
    }

    public void Reset() => _count = 0;

    /// <summary>Remembers a path.</summary>
    /// <param name="path">The newest.</param>
    /// <param name="old">Where the oldest is copied to, if there are enough.</param>
    /// <returns>Whether there are.</returns>
    public bool Exchange(ReadOnlySpan<float> path, Span<float> old)
    {
        float[] slot = _paths[_count % _paths.Length];
        bool isFull = _count >= _paths.Length;
        if (isFull)
            slot.CopyTo(old);
        path.CopyTo(slot);
        // Never wraps to a count below the depth.
        _count = isFull ? _paths.Length + ((_count + 1) % _paths.Length) : _count + 1;
        return isFull;
    }
}
