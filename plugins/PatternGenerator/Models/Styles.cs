namespace PluginHost.Plugins.Models;

/// <summary>Styles that a model of drums may tell apart. A model that does not know one plays as if none were asked for.</summary>
internal static class Styles
{
    /// <summary>Names of the choices; the first leaves it to the model.</summary>
    public static readonly string[] Names =
    [
        "any", "rock", "pop", "funk", "soul", "hiphop", "dance", "punk", "country", "blues", "jazz", "latin", "reggae", "gospel",
        "neworleans", "afrobeat", "afrocuban", "highlife", "middleeastern",
    ];

    /// <summary>Gets the number that a model has for each choice; -1 where it has none.</summary>
    public static int[] NumbersIn(IReadOnlyList<string> known) => [.. Names.Select(name => IndexOf(known, name))];

    private static int IndexOf(IReadOnlyList<string> known, string name)
    {
        for (int i = 0; i < known.Count; i++)
        {
            if (string.Equals(known[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return -1;
    }
}
