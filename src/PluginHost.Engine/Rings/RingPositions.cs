using System.Runtime.InteropServices;

namespace PluginHost.Engine.Rings;

/// <summary>
/// The indices of a ring: the writer's and the reader's on cache lines of their own, two lines apart because processors fetch
/// lines in pairs, and away from whatever the runtime puts before and behind.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 384)]
internal struct RingPositions
{
    /// <summary>Elements written since the start. Written by the writer only.</summary>
    [FieldOffset(128)]
    public long Written;

    /// <summary>The writer's last look at <see cref="Taken"/>.</summary>
    [FieldOffset(136)]
    public long TakenSeenByWriter;

    /// <summary>Elements refused since the start. Written by the writer only.</summary>
    [FieldOffset(144)]
    public long Dropped;

    /// <summary>Elements taken since the start. Written by the reader only.</summary>
    [FieldOffset(256)]
    public long Taken;

    /// <summary>The reader's last look at <see cref="Written"/>.</summary>
    [FieldOffset(264)]
    public long WrittenSeenByReader;
}
