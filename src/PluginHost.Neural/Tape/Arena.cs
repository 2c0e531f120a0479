using PluginHost.Neural.Kernels;

namespace PluginHost.Neural.Tape;

/// <summary>Memory for one training step: handed out in a line, given back all at once, kept for the next step.</summary>
internal sealed unsafe class Arena
{
    private const int SmallestChunk = 1 << 18;
    private const int Granule = 16;
    private readonly List<FloatBuffer> _chunks = [];
    private int _chunk;
    private int _used;

    /// <summary>Floats with arbitrary contents, on a cache line. Allocates managed memory only when a step needs more than any before.</summary>
    public float* Allocate(int count)
    {
        int rounded = (Math.Max(count, 1) + Granule - 1) & ~(Granule - 1);
        while (_chunk < _chunks.Count && _used + rounded > _chunks[_chunk].Count)
            (_chunk, _used) = (_chunk + 1, 0);
        if (_chunk == _chunks.Count)
            _chunks.Add(new FloatBuffer(Math.Max(SmallestChunk, rounded)));
        float* start = _chunks[_chunk].Pointer + _used;
        _used += rounded;
        return start;
    }

    /// <summary>Zeros.</summary>
    public float* AllocateClear(int count)
    {
        float* start = Allocate(count);
        VectorOps.Clear(start, count);
        return start;
    }

    /// <summary>Where the line stands, for <see cref="Release"/>.</summary>
    public (int Chunk, int Used) Mark() => (_chunk, _used);

    /// <summary>Gives back everything since the mark.</summary>
    public void Release((int Chunk, int Used) mark) => (_chunk, _used) = mark;

    public void Reset() => Release((0, 0));
}
