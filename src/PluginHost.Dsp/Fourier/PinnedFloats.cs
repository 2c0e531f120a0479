namespace PluginHost.Dsp.Fourier;

/// <summary>Floats that never move and start at a cache line, so that no register is loaded across two lines.</summary>
internal sealed unsafe class PinnedFloats
{
    private const int LineFloats = 16;

    private readonly float[] _floats;
    private readonly int _start;
    private readonly int _length;

    public PinnedFloats(int length)
    {
        _length = length;
        _floats = GC.AllocateArray<float>(length + LineFloats, pinned: true);
        fixed (float* first = _floats)
        {
            Pointer = (float*)(((nint)first + (LineFloats * sizeof(float)) - 1) & -(LineFloats * sizeof(float)));
            _start = (int)(Pointer - first);
        }
    }

    /// <summary>Gets the first float; valid as long as this object is alive.</summary>
    public float* Pointer { get; }

    /// <summary>Gets all of them.</summary>
    public Span<float> Span => _floats.AsSpan(_start, _length);
}
