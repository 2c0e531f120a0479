using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PluginHost.Neural.Checkpoints;

/// <summary>Reads safetensors files that may come from anywhere: every length is checked before memory is taken for it.</summary>
internal static class SafetensorsReader
{
    private const long MostHeaderBytes = 1 << 20;
    private const long MostDataBytes = 1L << 30;
    private const string CardName = "__metadata__";

    public static Safetensors Read(Stream stream)
    {
        Span<byte> length = stackalloc byte[8];
        if (stream.Length < 8)
            throw new InvalidDataException($"{stream.Length} bytes are no safetensors file");
        stream.ReadExactly(length);
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerBytes > MostHeaderBytes)
            throw new InvalidDataException($"a header of {headerBytes} bytes is claimed; at most {MostHeaderBytes} are read");
        long dataBytes = stream.Length - 8 - (long)headerBytes;
        if (dataBytes < 0)
            throw new InvalidDataException($"the header of {headerBytes} bytes ends behind the file of {stream.Length}");
        if (dataBytes > MostDataBytes)
            throw new InvalidDataException($"{dataBytes} bytes of arrays are more than the {MostDataBytes} that are read");
        byte[] header = new byte[headerBytes];
        stream.ReadExactly(header);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            return Read(json.RootElement, stream, dataBytes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"the header is not JSON: {e.Message}", e);
        }
    }

    private static Safetensors Read(JsonElement root, Stream stream, long dataBytes)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("the header is no JSON object");
        Safetensors file = new();
        List<(string Name, int[] Shape, int Size, long Start, long End)> entries = [];
        foreach (JsonProperty property in root.EnumerateObject())
            if (property.NameEquals(CardName))
                ReadCard(property.Value, file.Metadata);
            else
                entries.Add(Entry(property));
        // As the format demands: no holes, no overlaps, nothing behind.
        entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        long at = 0;
        foreach ((string name, int[] shape, int size, long start, long end) in entries)
        {
            if (start != at || end > dataBytes)
                throw new InvalidDataException($"the array '{name}' lies at {start} to {end}, where {at} to at most {dataBytes} was expected");
            float[] values = Values(stream, (int)((end - start) / size), size);
            int bad = Array.FindIndex(values, value => !float.IsFinite(value));
            if (bad >= 0)
                throw new InvalidDataException($"the array '{name}' has the value {values[bad]} at {bad}");
            if (!file.Tensors.TryAdd(name, new StoredTensor(name, shape, values, size == 2)))
                throw new InvalidDataException($"the array '{name}' comes twice");
            at = end;
        }
        return at == dataBytes ? file : throw new InvalidDataException($"{dataBytes - at} bytes follow the last array");
    }

    private static float[] Values(Stream stream, int count, int size)
    {
        float[] values = new float[count];
        if (size == sizeof(float))
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        Half[] halves = new Half[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        return Array.ConvertAll(halves, value => (float)value);
    }

    private static void ReadCard(JsonElement card, Dictionary<string, string> metadata)
    {
        if (card.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"'{CardName}' is no JSON object");
        foreach (JsonProperty property in card.EnumerateObject())
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()! : throw new InvalidDataException($"'{CardName}' has '{property.Name}' that is no text");
    }

    private static (string, int[], int, long, long) Entry(JsonProperty property)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"the array '{name}' has no dtype");
        int size = type.GetString() switch
        {
            "F32" => 4,
            "F16" => 2,
            _ => throw new InvalidDataException($"the array '{name}' holds {type.GetString()}; only F32 and F16 are read"),
        };
        long[] shape = Numbers(property, "shape"), offsets = Numbers(property, "data_offsets");
        if (shape.Length > 8 || offsets.Length != 2 || shape.Any(extent => extent is < 1 or > int.MaxValue))
            throw new InvalidDataException($"the array '{name}' has a shape or place that cannot be");
        long count = 1;
        foreach (long extent in shape)
            count = extent > MostDataBytes / count ? throw new InvalidDataException($"the array '{name}' is too large") : count * extent;
        if (offsets[0] < 0 || offsets[1] - offsets[0] != count * size)
            throw new InvalidDataException($"the array '{name}' of {count} values lies at {offsets[0]} to {offsets[1]}");
        return (name, [.. shape.Select(extent => (int)extent)], size, offsets[0], offsets[1]);
    }

    private static long[] Numbers(JsonProperty property, string key)
    {
        if (!property.Value.TryGetProperty(key, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"the array '{property.Name}' has no {key}");
        return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long value)
            ? value : throw new InvalidDataException($"the array '{property.Name}' has a {key} that is no whole number"))];
    }
}
