namespace PluginHost.Neural.Checkpoints;

/// <summary>An array of a checkpoint, row-major.</summary>
internal sealed record StoredTensor(string Name, int[] Shape, float[] Values);
