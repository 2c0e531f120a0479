namespace PluginHost.Sdk;

/// <summary>The shape of ids of effects, parameters and meters.</summary>
public static class Identifier
{
    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "1 to 64 lower-case letters, digits and hyphens, starting with a letter";

    /// <summary>Checks an id against <see cref="Rule"/>. [any-thread]</summary>
    /// <param name="id">A candidate; may be null.</param>
    /// <returns>Whether it may be used.</returns>
    public static bool IsValid(string? id)
    {
        if (id is null || id.Length is 0 or > 64 || !char.IsAsciiLetterLower(id[0]))
            return false;
        foreach (char letter in id)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-')
                return false;
        }
        return true;
    }
}
