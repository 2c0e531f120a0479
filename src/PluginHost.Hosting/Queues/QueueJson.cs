using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Hosting.Queues;

/// <summary>The one way messages are written and read: strict, because anybody who reaches the broker can send some.</summary>
internal static class QueueJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        MaxDepth = Presets.PresetReader.MaxDepth + 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static byte[] Write<T>(T message, string what, int maxBytes)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(message, Options);
        return bytes.Length <= maxBytes ? bytes
            : throw new InvalidDataException($"{what} would have {bytes.Length} bytes, but a message has at most {maxBytes}");
    }

    public static T Read<T>(ReadOnlyMemory<byte> utf8, string what, int maxBytes)
    {
        if (utf8.Length > maxBytes)
            throw new InvalidDataException($"{what} has {utf8.Length} bytes, but may have at most {maxBytes}");
        try
        {
            return JsonSerializer.Deserialize<T>(utf8.Span, Options) ?? throw new InvalidDataException($"{what} is null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{what} cannot be read at '{error.Path}', byte {error.BytePositionInLine}");
        }
    }

    /// <summary>Writes a part of a message that has a reader of its own.</summary>
    public static JsonElement Element(byte[] utf8) => JsonElement.Parse(utf8);

    public static byte[] Bytes(JsonElement element) => JsonSerializer.SerializeToUtf8Bytes(element, Options);
}
