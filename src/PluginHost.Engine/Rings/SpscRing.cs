using System.Numerics;
using System.Runtime.CompilerServices;

namespace PluginHost.Engine.Rings;

/// <summary>
/// A bounded queue from one writing thread to one reading thread. Every call is wait-free: a fixed number of steps, whatever the
/// other side does. A write that does not fit is refused and counted, never waited for.
/// </summary>
/// <remarks>
/// Lamport's ring with the caching of the far index described by Giacomoni, Moseley and Vachharajani, "FastForward for Efficient
/// Pipeline Parallelism", PPoPP 2008. Each index has one writer. The release write of an index publishes the elements before it;
/// the acquire read of it on the far side sees them.
/// </remarks>
/// <typeparam name="T">An element; copied in and out.</typeparam>
public sealed class SpscRing<T>
{
    private readonly T[] _elements;
    private readonly int _mask;
    private RingPositions _at;

    /// <summary>Allocates a ring. [control-thread]</summary>
    /// <param name="capacity">Elements it can hold at least, 1 to 2^30; rounded up to a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of range.</exception>
    public SpscRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        _elements = new T[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _elements.Length - 1;
    }

    /// <summary>Gets the elements it can hold, a power of two. [any-thread]</summary>
    public int Capacity => _elements.Length;

    /// <summary>Gets the elements written and not yet read; a snapshot. [any-thread]</summary>
    /// <remarks>Exact on the writing or reading thread as far as its own side goes: a reader finds at least this many.</remarks>
    public int Count => (int)(Volatile.Read(ref _at.Written) - Volatile.Read(ref _at.Taken)) is var count
        && count < 0 ? 0 : Math.Min(count, Capacity);

    /// <summary>Gets the elements that were refused because the ring was full. [any-thread]</summary>
    public long Dropped => Volatile.Read(ref _at.Dropped);

    /// <summary>Writes one element. [writing thread]</summary>
    /// <param name="element">The element.</param>
    /// <returns>False when the ring was full; then it is counted in <see cref="Dropped"/>.</returns>
    public bool TryWrite(in T element)
    {
        long written = _at.Written;
        if (!HasRoom(written, 1))
            return Refuse(1);
        _elements[(int)written & _mask] = element;
        Volatile.Write(ref _at.Written, written + 1);
        return true;
    }

    /// <summary>Writes all elements or none. [writing thread]</summary>
    /// <param name="elements">What to write, in order.</param>
    /// <returns>False when they did not fit; then they are counted in <see cref="Dropped"/>.</returns>
    public bool TryWrite(ReadOnlySpan<T> elements)
    {
        long written = _at.Written;
        if (!HasRoom(written, elements.Length))
            return Refuse(elements.Length);
        int start = (int)written & _mask;
        int first = Math.Min(elements.Length, _elements.Length - start);
        elements[..first].CopyTo(_elements.AsSpan(start));
        elements[first..].CopyTo(_elements);
        Volatile.Write(ref _at.Written, written + elements.Length);
        return true;
    }

    /// <summary>Reads one element. [reading thread]</summary>
    /// <param name="element">The oldest element, or the default value.</param>
    /// <returns>False when the ring was empty.</returns>
    public bool TryRead(out T element)
    {
        long taken = _at.Taken;
        if (Available(taken, 1) < 1)
        {
            element = default!;
            return false;
        }
        ref T place = ref _elements[(int)taken & _mask];
        element = place;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            place = default!;
        Volatile.Write(ref _at.Taken, taken + 1);
        return true;
    }

    /// <summary>Fills the destination whole or leaves everything as it was. [reading thread]</summary>
    /// <param name="destination">Where the oldest elements go.</param>
    /// <returns>False when there were fewer elements.</returns>
    public bool TryRead(Span<T> destination) =>
        Available(_at.Taken, destination.Length) >= destination.Length && Read(destination) == destination.Length;

    /// <summary>Reads what is there, up to the destination's length. [reading thread]</summary>
    /// <param name="destination">Where the oldest elements go.</param>
    /// <returns>How many were read, 0 when the ring was empty.</returns>
    public int Read(Span<T> destination)
    {
        long taken = _at.Taken;
        int count = Math.Min(Available(taken, destination.Length), destination.Length);
        int start = (int)taken & _mask;
        int first = Math.Min(count, _elements.Length - start);
        Move(_elements.AsSpan(start, first), destination);
        Move(_elements.AsSpan(0, count - first), destination[first..]);
        Volatile.Write(ref _at.Taken, taken + count);
        return count;
    }

    /// <summary>Throws the oldest elements away. [reading thread]</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>How many were thrown away.</returns>
    public int Skip(int count)
    {
        long taken = _at.Taken;
        count = Math.Min(Available(taken, count), count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            for (int i = 0; i < count; i++)
                _elements[(int)(taken + i) & _mask] = default!;
        }
        Volatile.Write(ref _at.Taken, taken + count);
        return count;
    }

    private static void Move(Span<T> from, Span<T> to)
    {
        from.CopyTo(to);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            from.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoom(long written, int count)
    {
        if (written + count - _at.TakenSeenByWriter <= _elements.Length)
            return true;
        _at.TakenSeenByWriter = Volatile.Read(ref _at.Taken);
        return written + count - _at.TakenSeenByWriter <= _elements.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Available(long taken, int wanted)
    {
        if (_at.WrittenSeenByReader - taken < wanted)
            _at.WrittenSeenByReader = Volatile.Read(ref _at.Written);
        return (int)(_at.WrittenSeenByReader - taken);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Refuse(int count)
    {
        Volatile.Write(ref _at.Dropped, _at.Dropped + count);
        return false;
    }
}
