using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PluginHost.Neural.Checkpoints;

internal static class SafetensorsWriter
{
    public static void Write(Safetensors file, Stream stream)
    {
        StoredTensor[] tensors = [.. file.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = Header(file.Metadata, tensors);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (StoredTensor tensor in tensors)
            stream.Write(Bytes(tensor));
    }

    // Padded with blanks so that the arrays start at a multiple of eight, as the format asks.
    private static byte[] Header(Dictionary<string, string> metadata, StoredTensor[] tensors)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (StoredTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.IsHalf ? "F16" : "F32");
                WriteArray(json, "shape", tensor.Shape.Select(extent => (long)extent));
                WriteArray(json, "data_offsets", [offset, offset += (long)tensor.Values.Length * tensor.Size]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (text.Length % 8 != 0)
            text.WriteByte((byte)' ');
        return text.ToArray();
    }

    private static ReadOnlySpan<byte> Bytes(StoredTensor tensor) => tensor.IsHalf
        ? MemoryMarshal.AsBytes(Array.ConvertAll(tensor.Values, value => (Half)value).AsSpan())
        : MemoryMarshal.AsBytes(tensor.Values.AsSpan());

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
