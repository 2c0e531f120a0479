using System.Text.Json;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Queues;

/// <summary>A recipe as it travels: the preset itself instead of its name, and what changes a sample of the output.</summary>
internal sealed record RecipeMessage(JsonElement Preset, string[] Set, AudioEncoding? Encoding, bool KeepTail, double TempoBpm, int? SampleRate,
    double? LoudnessLufs, double TruePeakDb)
{
    private const int MostValues = PresetReader.MaxSlots * PresetReader.MaxParameters;

    public static RecipeMessage Of(RenderRecipe recipe) => new(
        QueueJson.Element(PresetWriter.ToBytes(recipe.Preset)), [.. recipe.Overrides.Select(change => change.ToString())],
        recipe.Options.Encoding, recipe.Options.KeepTail, recipe.Options.TempoBpm, recipe.Options.SampleRate, recipe.Options.LoudnessLufs,
        recipe.Options.TruePeakDb);

    /// <summary>Reads it as strictly as files are read.</summary>
    public RenderRecipe ToRecipe()
    {
        try
        {
            if (Set.Length > MostValues)
                throw new InvalidDataException($"'set' has {Set.Length} values, but may have at most {MostValues}");
            RenderOptions options = new()
            {
                Encoding = Encoding, KeepTail = KeepTail, TempoBpm = TempoBpm, SampleRate = SampleRate, LoudnessLufs = LoudnessLufs, TruePeakDb = TruePeakDb,
            };
            options.Validate();
            return new RenderRecipe(PresetReader.Parse(QueueJson.Bytes(Preset), "preset"), [.. Set.Select(ParameterOverride.Parse)], options);
        }
        catch (Exception error) when (error is PresetException or ArgumentException)
        {
            throw new InvalidDataException(error.Message.ReplaceLineEndings(" "));
        }
    }
}
