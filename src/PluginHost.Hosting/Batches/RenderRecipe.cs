using System.Globalization;
using System.IO.Hashing;
using System.Text;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;

namespace PluginHost.Hosting.Batches;

/// <summary>What is done to every file of a batch: the chain with its values, and how files are read and written.</summary>
/// <param name="Preset">The chain.</param>
/// <param name="Overrides">Values that replace the preset's, in order.</param>
/// <param name="Options">How a file is rendered; the encoding goes by the ending of each output when it is null.</param>
public sealed record RenderRecipe(Preset Preset, IReadOnlyList<ParameterOverride> Overrides, RenderOptions Options)
{
    /// <summary>
    /// Tells recipes apart whose output could differ: the chain, every value, every option that changes a sample, and the builds of
    /// the effects. Names and descriptions do not count. Does I/O. [control-thread]
    /// </summary>
    /// <param name="effectFile">Gives the assembly of an effect id; null when there is none.</param>
    /// <returns>32 hexadecimal digits.</returns>
    public string Fingerprint(Func<string, string?> effectFile)
    {
        ArgumentNullException.ThrowIfNull(effectFile);
        XxHash128 hash = new();
        hash.Append(PresetWriter.ToBytes(Preset with { Name = "-", Description = "" }));
        foreach (ParameterOverride change in Overrides)
            Append(hash, change.ToString());
        Append(hash, string.Create(CultureInfo.InvariantCulture,
            $"{Options.Encoding} {Options.KeepTail} {Options.TempoBpm} {Options.SampleRate} {Options.LoudnessLufs} {Options.TruePeakDb}"));
        foreach (string id in Preset.Chain.Select(slot => slot.Effect).Distinct())
            Append(hash, id + " " + (effectFile(id) is { } file ? ContentHash.OfFile(file, CancellationToken.None) : ""));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, string text)
    {
        hash.Append(Encoding.UTF8.GetBytes(text));
        hash.Append([0]);
    }
}
