using System.Text.Encodings.Web;
using System.Text.Json;

namespace PluginHost.Hosting.Presets;

/// <summary>
/// Writes presets: fields in a fixed order, numbers as the shortest text that reads back the same, choices by name. The same
/// preset always gives the same bytes.
/// </summary>
public static class PresetWriter
{
    // Relaxed: files are no web pages, and an umlaut should stay readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a preset to memory. Allocates. [any-thread]</summary>
    /// <param name="preset">The preset.</param>
    /// <returns>JSON in UTF-8 that <see cref="PresetReader"/> reads back.</returns>
    /// <exception cref="PresetException">The reader would refuse it; the message says why.</exception>
    public static byte[] ToBytes(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
            Write(json, preset);
        stream.WriteByte((byte)'\n');
        byte[] bytes = stream.ToArray();
        // Nobody shall find out next week that what was saved cannot be opened.
        PresetReader.Parse(bytes, preset.Origin);
        return bytes;
    }

    /// <summary>Writes a preset file: beside it first, then renamed, so that there is never half a preset. Does I/O. [control-thread]</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="file">Path of the file.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <exception cref="PresetException">The file is there already or cannot be written, or the reader would refuse the preset.</exception>
    public static void Write(Preset preset, string file, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentException.ThrowIfNullOrEmpty(file);
        byte[] bytes = ToBytes(preset with { Origin = file });
        PresetPlace place = new(file);
        if (!overwrite && File.Exists(file))
            throw place.Error("", "the file is there already");
        string beside = $"{file}.{Path.GetRandomFileName()}.part";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, file, overwrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (File.Exists(beside))
                File.Delete(beside);
            throw place.Error("", $"the file cannot be written: {error.Message}");
        }
    }

    private static void Write(Utf8JsonWriter json, Preset preset)
    {
        json.WriteStartObject();
        json.WriteNumber("version", preset.Version);
        json.WriteString("name", preset.Name);
        if (preset.Description.Length > 0)
            json.WriteString("description", preset.Description);
        json.WriteStartArray("chain");
        foreach (PresetSlot slot in preset.Chain)
            Write(json, slot);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PresetSlot slot)
    {
        json.WriteStartObject();
        json.WriteString("effect", slot.Effect);
        if (slot.Bypass)
            json.WriteBoolean("bypass", true);
        if (slot.Mix != 1)
            json.WriteNumber("mix", slot.Mix);
        json.WriteStartObject("parameters");
        foreach ((string id, PresetValue value) in slot.Parameters)
        {
            if (value.Text is null)
                json.WriteNumber(id, value.Number);
            else
                json.WriteString(id, value.Text);
        }
        json.WriteEndObject();
        if (!slot.State.IsEmpty)
            json.WriteBase64String("state", slot.State.Span);
        json.WriteEndObject();
    }
}
