using System.Text.Json;

namespace PluginHost.Hosting.Presets;

/// <summary>Makes a preset of a JSON document, field by field.</summary>
internal static class PresetJson
{
    private const int LongestText = 2000;
    private static readonly string[] PresetFields = ["version", "name", "description", "chain"];
    private static readonly string[] SlotFields = ["effect", "bypass", "mix", "parameters", "state"];

    /// <summary>Reads the whole. [any-thread]</summary>
    /// <exception cref="PresetException">Names the field at fault.</exception>
    public static Preset Preset(JsonElement root, PresetPlace place)
    {
        Dictionary<string, JsonElement> fields = Fields(root, "a preset", place);
        // Before the names of the fields, because another version may have others.
        if (fields.TryGetValue("version", out JsonElement version) && !IsCurrent(version))
            throw place.Error("version",
                $"version is {Short(version)}, but this program reads version {Presets.Preset.CurrentVersion}");
        RejectUnknown(fields, PresetFields, place);
        Need(fields, "version", place);
        string name = Text(Need(fields, "name", place), "name", place);
        if (string.IsNullOrWhiteSpace(name))
            throw place.Error("name", "name is empty");
        string description = fields.TryGetValue("description", out JsonElement given) ? Text(given, "description", place) : "";
        return new Preset(name, Chain(Need(fields, "chain", place), place))
        {
            Description = description,
            Origin = place.Origin,
        };
    }

    private static PresetSlot[] Chain(JsonElement chain, PresetPlace place)
    {
        if (chain.ValueKind != JsonValueKind.Array)
            throw place.Error("chain", $"chain is {Short(chain)}, but must be an array of slots");
        if (chain.GetArrayLength() > PresetReader.MaxSlots)
            throw place.Error("chain", $"chain has {chain.GetArrayLength()} slots, but may have {PresetReader.MaxSlots}");
        return [.. chain.EnumerateArray().Select((slot, i) => Slot(slot, place with { Slot = i + 1 }))];
    }

    private static PresetSlot Slot(JsonElement slot, PresetPlace place)
    {
        Dictionary<string, JsonElement> fields = Fields(slot, "a slot", place);
        RejectUnknown(fields, SlotFields, place);
        string effect = Text(Need(fields, "effect", place), "effect", place);
        if (!PresetSlot.IsEffectId(effect))
            throw place.Error("effect", PresetSlot.NoEffectId(effect));
        place = place with { Effect = effect };
        return new PresetSlot(effect)
        {
            Bypass = fields.TryGetValue("bypass", out JsonElement bypass) && Bool(bypass, "bypass", place),
            Mix = fields.TryGetValue("mix", out JsonElement mix) ? Mix(mix, place) : 1,
            Parameters = fields.TryGetValue("parameters", out JsonElement parameters) ? Parameters(parameters, place) : [],
            State = fields.TryGetValue("state", out JsonElement state) ? State(state, place) : default,
        };
    }

    private static PresetParameter[] Parameters(JsonElement parameters, PresetPlace place)
    {
        Dictionary<string, JsonElement> fields = Fields(parameters, "parameters", place);
        if (fields.Count > PresetReader.MaxParameters)
            throw place.Error("parameters",
                $"parameters has {fields.Count} values, but may have {PresetReader.MaxParameters}");
        return [.. fields.Select(field => new PresetParameter(field.Key, Value(field.Value, field.Key, place)))];
    }

    private static PresetValue Value(JsonElement value, string field, PresetPlace place) => value.ValueKind switch
    {
        JsonValueKind.Number => PresetValue.Of(Number(value, field, place)),
        JsonValueKind.String => PresetValue.Of(Text(value, field, place)),
        JsonValueKind.True => PresetValue.Of(true),
        JsonValueKind.False => PresetValue.Of(false),
        _ => throw place.Error(field,
            $"{PresetText.Quote(field)} is {Short(value)}, but must be a number, a choice, true or false"),
    };

    private static bool IsCurrent(JsonElement version) => version.ValueKind == JsonValueKind.Number
        && version.TryGetInt32(out int number) && number == Presets.Preset.CurrentVersion;

    private static bool Bool(JsonElement value, string field, PresetPlace place) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw place.Error(field, $"{field} is {Short(value)}, but must be true or false");

    private static float Mix(JsonElement value, PresetPlace place) =>
        value.ValueKind == JsonValueKind.Number && Number(value, "mix", place) is var mix and >= 0 and <= 1
            ? mix
            : throw place.Error("mix", $"mix is {Short(value)}, but must be 0 to 1");

    private static float Number(JsonElement value, string field, PresetPlace place) =>
        value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw place.Error(field, $"{PresetText.Quote(field)} is {Short(value)}, which is beyond any range");

    private static byte[] State(JsonElement value, PresetPlace place) =>
        value.ValueKind == JsonValueKind.String
            && Unicode(() => value.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null, place) is { } state
            ? state
            : throw place.Error("state", $"state is {Short(value)}, but must be bytes in base64");

    private static string Text(JsonElement value, string field, PresetPlace place)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw place.Error(field, $"{PresetText.Quote(field)} is {Short(value)}, but must be text");
        string text = Unicode(() => value.GetString()!, place);
        return text.Length <= LongestText
            ? text
            : throw place.Error(field, $"{PresetText.Quote(field)} has {text.Length} letters, but may have {LongestText}");
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement element, string what, PresetPlace place)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw place.Error("", $"{what} must be an object, not {Short(element)}");
        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = Unicode(() => property.Name, place);
            if (!fields.TryAdd(name, property.Value))
                throw place.Error(name, $"{PresetText.Quote(name)} is there twice");
        }
        return fields;
    }

    private static JsonElement Need(Dictionary<string, JsonElement> fields, string name, PresetPlace place) =>
        fields.TryGetValue(name, out JsonElement value) ? value : throw place.Error(name, $"{name} is missing");

    private static void RejectUnknown(Dictionary<string, JsonElement> fields, string[] known, PresetPlace place)
    {
        foreach (string name in fields.Keys.Except(known))
            throw place.Error(name, $"there is no field {PresetText.Quote(name)}"
                + (PresetText.DidYouMean(name, known) is { Length: > 0 } guess ? guess : $"; there are {string.Join(", ", known)}"));
    }

    private static string Short(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "the text " + PresetText.Quote(value.GetRawText()[1..^1]),
        _ => value.GetRawText() is { Length: <= 40 } raw ? raw : value.GetRawText()[..40] + "...",
    };

    /// <summary>The document holds text as bytes: only now a half of a surrogate pair is found out.</summary>
    private static T Unicode<T>(Func<T> text, PresetPlace place)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw place.Error("", "some text is no valid Unicode");
        }
    }
}
