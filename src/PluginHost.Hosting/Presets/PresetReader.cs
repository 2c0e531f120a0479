using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace PluginHost.Hosting.Presets;

/// <summary>Reads presets. Strict: a field nobody knows, a field twice, a comment or a trailing comma is an error, never ignored.</summary>
public static class PresetReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most slots of a chain.</summary>
    public const int MaxSlots = 64;

    /// <summary>The most parameters of a slot.</summary>
    public const int MaxParameters = 256;

    /// <summary>The deepest nesting of objects and arrays.</summary>
    public const int MaxDepth = 16;

    /// <summary>Reads a preset file. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">Path of the file; messages repeat it.</param>
    /// <returns>The preset; its effects and values are not checked against any plugin yet.</returns>
    /// <exception cref="PresetException">The file cannot be read or is no preset.</exception>
    public static Preset Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        // One byte more than allowed tells a file that is too large, whatever length it claims to have.
        byte[] bytes = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            return Parse(bytes.AsMemory(0, ReadBytes(file, bytes)), file);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a preset from memory. Allocates. [any-thread]</summary>
    /// <param name="utf8">JSON in UTF-8, with or without a byte order mark.</param>
    /// <param name="origin">What messages call it, usually a file.</param>
    /// <returns>The preset; its effects and values are not checked against any plugin yet.</returns>
    /// <exception cref="PresetException">It is no preset; the message names slot and field, or the line for broken JSON.</exception>
    public static Preset Parse(ReadOnlyMemory<byte> utf8, string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        PresetPlace place = new(origin);
        if (utf8.Length > MaxBytes)
            throw TooLarge(place);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (utf8.Span.StartsWith(mark))
            utf8 = utf8[mark.Length..];
        if (!Utf8.IsValid(utf8.Span))
            throw place.Error("", "a preset is text in UTF-8, this is not");
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return PresetJson.Preset(document.RootElement, place);
        }
        catch (JsonException error)
        {
            throw place.Error("", $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {Reason(error)}");
        }
    }

    private static int ReadBytes(string file, byte[] bytes)
    {
        PresetPlace place = new(file);
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw place.Error("", "there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw place.Error("", $"the file cannot be read: {error.Message}");
        }
    }

    private static PresetException TooLarge(PresetPlace place) =>
        place.Error("", $"a preset has at most {MaxBytes} bytes, this one has more");

    private static string Reason(JsonException error)
    {
        int end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message[..end];
    }
}
