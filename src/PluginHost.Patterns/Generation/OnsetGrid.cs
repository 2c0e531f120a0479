using System.Numerics;

namespace PluginHost.Patterns.Generation;

/// <summary>Where the player struck in the bar before: one bit a step (bit 0 is the first) in three bands.</summary>
/// <param name="Low">Below about 200 Hz.</param>
/// <param name="Middle">In between.</param>
/// <param name="High">Above about 2 kHz.</param>
public readonly record struct OnsetGrid(ushort Low, ushort Middle, ushort High)
{
    /// <summary>Bands.</summary>
    public const int Bands = 3;

    /// <summary>Gets a value indicating whether the player was silent, or nobody listened. [any-thread]</summary>
    public bool IsEmpty => (Low | Middle | High) == 0;

    /// <summary>Gets the number of steps with an onset in any band. [any-thread]</summary>
    public int Count => BitOperations.PopCount((uint)(ushort)(Low | Middle | High));

    /// <summary>Gets a band by number. [any-thread]</summary>
    /// <param name="band">0 low, 1 middle, 2 high.</param>
    /// <returns>One bit a step.</returns>
    public ushort this[int band] => band switch { 0 => Low, 1 => Middle, _ => High };
}
