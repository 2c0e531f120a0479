using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Models;

/// <summary>Whose patterns a role may play. A preset names a choice, never a file.</summary>
internal static class ModelChoices
{
    /// <summary>Number of the choice that is a shipped model.</summary>
    public const int Learned = 0;

    /// <summary>Number of the choice without a model.</summary>
    public const int Stored = 2;

    /// <summary>Names of the choices: a shipped model, the user's own, and the patterns that came with the plugin.</summary>
    public static readonly string[] Names = ["learned", "own", "stored"];

    /// <summary>Gets the kind of model that plays a role: chords are played note by note, and not named.</summary>
    public static PatternKind KindOf(Role role) => role switch
    {
        Role.Drums => PatternKind.Drums,
        Role.Bass => PatternKind.Bass,
        Role.Chords => PatternKind.Poly,
        _ => PatternKind.Melody,
    };
}
