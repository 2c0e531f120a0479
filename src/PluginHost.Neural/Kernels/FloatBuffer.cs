namespace PluginHost.Neural.Kernels;

/// <summary>Floats that never move and start on a cache line, so that a kernel may keep their address.</summary>
internal sealed unsafe class FloatBuffer
{
    private const int Alignment = 64;
    private readonly float[] _storage;

    public FloatBuffer(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        _storage = GC.AllocateArray<float>(count + Alignment / sizeof(float), pinned: true);
        nuint start = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _storage[0]);
        Pointer = (float*)((start + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    public int Count { get; }

    /// <summary>The first float; valid for as long as this object is referenced.</summary>
    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Count);
}
