namespace PluginHost.Neural.Checkpoints;

/// <summary>
/// A checkpoint in the safetensors format (huggingface/safetensors, README "Format"): eight bytes length, a JSON header, the arrays.
/// Floats of 32 or 16 bits. PyTorch users read and write it with <c>safetensors.torch</c>.
/// </summary>
internal sealed class Safetensors
{
    /// <summary>Text about the file: the model card.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    public Dictionary<string, StoredTensor> Tensors { get; } = [];

    /// <summary>Adds an array, to be kept in 32 or in 16 bits.</summary>
    public void Add(string name, int[] shape, ReadOnlySpan<float> values, bool isHalf = false) =>
        Tensors.Add(name, new StoredTensor(name, shape, values.ToArray(), isHalf));

    /// <summary>The array of a name and exact shape.</summary>
    /// <exception cref="InvalidDataException">It is missing or shaped differently.</exception>
    public StoredTensor Get(string name, params ReadOnlySpan<int> shape)
    {
        if (!Tensors.TryGetValue(name, out StoredTensor? tensor))
            throw new InvalidDataException($"the checkpoint has no array '{name}'");
        if (!shape.SequenceEqual(tensor.Shape))
            throw new InvalidDataException($"the array '{name}' is {string.Join(" x ", tensor.Shape)} where {string.Join(" x ", shape.ToArray())} is needed");
        return tensor;
    }

    /// <exception cref="InvalidDataException">Not such a file, too large, damaged, or with weights that are not finite; one sentence with the path.</exception>
    public static Safetensors Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return SafetensorsReader.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes beside the path and renames.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => SafetensorsWriter.Write(this, stream));
}
