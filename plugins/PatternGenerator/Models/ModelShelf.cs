using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Plans;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Models;

/// <summary>
/// The models in the host's folder. The shipped one of a role is the first, by name, of the kind that plays it; the user's own
/// is the one whose name begins with <c>own-</c>. One that is missing, damaged or of another kind leaves the role to the
/// stored patterns.
/// </summary>
internal static class ModelShelf
{
    private const string Pattern = "*.safetensors";
    private const string OwnPrefix = "own-";
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (DateTime Written, long Length, PatternModel? Model)> Known = [];

    /// <summary>Opens every model there is, each file once as long as it does not change. Slow; allocates. [control-thread]</summary>
    /// <param name="folder">Where they lie; null for nowhere.</param>
    public static PlanWriter Open(string? folder)
    {
        (string Name, PatternModel Model)[] models = [.. Models(folder)];
        return new PlanWriter(
            [.. Enumerable.Range(0, GeneratorControls.Roles).Select(role => Writers(ModelChoices.KindOf((Role)role)))],
            Writers(PatternKind.Chords)[..1]);

        Scribe?[] Writers(PatternKind kind) => [Writer(kind, isOwn: false), Writer(kind, isOwn: true)];

        Scribe? Writer(PatternKind kind, bool isOwn) =>
            models.FirstOrDefault(one => one.Model.Kind == kind && one.Name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase) == isOwn).Model
                is { } model ? new Scribe(new BarWriter(model), Styles.NumbersIn(model.Styles)) : null;
    }

    private static IEnumerable<(string Name, PatternModel Model)> Models(string? folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (string file in Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal))
        {
            if (Load(file) is { } model)
                yield return (Path.GetFileName(file), model);
        }
    }

    private static PatternModel? Load(string file)
    {
        lock (Gate)
        {
            FileInfo info = new(file);
            if (Known.TryGetValue(file, out var known) && (known.Written, known.Length) == (info.LastWriteTimeUtc, info.Length))
                return known.Model;
            PatternModel? model = null;
            try
            {
                model = PatternModel.Load(file);
            }
            catch (Exception error) when (error is PatternModelException or IOException or UnauthorizedAccessException)
            {
                // The role's meter says that its model is wanting; whoever made the file asks `generate` for the reason.
            }
            Known[file] = (info.LastWriteTimeUtc, info.Length, model);
            return model;
        }
    }
}
