using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Models;

/// <summary>What each role may play: names of model files, and last the patterns that came with the plugin. A preset names a
/// choice, never a file.</summary>
internal static class ModelChoices
{
    /// <summary>The choice without a model.</summary>
    public const string Stored = "stored";

    /// <summary>Gets the choices of a role; each but <see cref="Stored"/> is the file of that name in the host's folder of
    /// models.</summary>
    public static string[] Of(Role role) => role switch
    {
        Role.Drums => ["groove-drums", "own-drums", Stored],
        Role.Bass => ["own-bass", Stored],
        Role.Chords => ["jsb-chorales", "own-chords", Stored],
        _ => ["ewld-melody", "own-melody", Stored],
    };

    /// <summary>Gets what kinds of model may play a role.</summary>
    public static bool Fits(Role role, PatternKind kind) => role switch
    {
        Role.Drums => kind == PatternKind.Drums,
        Role.Bass => kind == PatternKind.Bass,
        Role.Chords => kind is PatternKind.Poly or PatternKind.Chords,
        _ => kind == PatternKind.Melody,
    };

    /// <summary>Gets the models of chord progressions.</summary>
    public static readonly string[] Harmonies = ["billboard-chords"];
}
