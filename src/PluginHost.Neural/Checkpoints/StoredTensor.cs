namespace PluginHost.Neural.Checkpoints;

/// <summary>An array of a checkpoint, row-major.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Values">Its values.</param>
/// <param name="IsHalf">Whether the file keeps 16 bits of each value.</param>
internal sealed record StoredTensor(string Name, int[] Shape, float[] Values, bool IsHalf = false)
{
    /// <summary>Bytes of a value in the file.</summary>
    public int Size => IsHalf ? 2 : sizeof(float);
}
