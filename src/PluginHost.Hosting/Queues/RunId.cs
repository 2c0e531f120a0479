using System.Security.Cryptography;

namespace PluginHost.Hosting.Queues;

/// <summary>The name of one run at a broker: short enough to type, long enough that nobody meets another's by chance.</summary>
public static class RunId
{
    /// <summary>The characters of an id.</summary>
    public const int Length = 12;

    // No letter that looks like a digit.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Makes a new one. [any-thread]</summary>
    /// <returns>Letters and digits that nobody can guess.</returns>
    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Tells whether a text could be one; names at the broker are made of it. [any-thread]</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it has the right length and no other characters.</returns>
    public static bool IsValid(string? text) => text is { Length: Length } && text.All(Alphabet.Contains);
}
